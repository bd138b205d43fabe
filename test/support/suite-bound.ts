/** Longer than any suite takes, on a slow machine too. */
const MOST_MS = 300_000;

const endsAt = performance.now() + MOST_MS;

if (process.env['CI'] !== undefined) {
  // Every test has its timeout, and a suite whose gateway hangs would wait for it in each test: CI has no time for that.
  beforeEach(() => {
    if (performance.now() > endsAt) throw new Error(`this suite has had its ${MOST_MS / 1000} s`);
  });
  // A machine that stands still for seconds fails a test that is right. CI names every test that needed its second attempt.
  (import.meta as unknown as { jest: typeof jest }).jest.retryTimes(1, { logErrorsBeforeRetry: true });
}
