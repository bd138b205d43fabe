// Loaded into a gateway (`--import`), this stands in for a machine whose clock is set while it runs: SIGWINCH reads from
// CLOCK_FILE how far off it is from then on, in milliseconds. CLOCK_STEP is how far off it is at the start.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

const RealDate = Date;
let step = Number(process.env.CLOCK_STEP ?? 0);

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + step);
    else super(...args);
  }

  static now() {
    return RealDate.now() + step;
  }
};
// What the monotonic clock counts from was read from the clock of the machine.
Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + step });

process.on('SIGWINCH', () => {
  step = Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
});
