/** Longer than any suite takes, on a slow machine too. */
const MOST_MS = 300_000;

const endsAt = performance.now() + MOST_MS;

// Every test has its timeout, and a suite whose gateway hangs would wait for it in each test: CI has no time for that.
if (process.env['CI'] !== undefined) {
  beforeEach(() => {
    if (performance.now() > endsAt) throw new Error(`this suite has had its ${MOST_MS / 1000} s`);
  });
}
