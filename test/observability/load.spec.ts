import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../../src/config/settings.js';
import { Load } from '../../src/observability/load.js';
import type { WorkInFlight } from '../../src/observability/work-in-flight.js';

const MOST_DELAY_MS = 100;

function standStill(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

/** Of a process with enough to do that a delay is its own doing. */
async function pressureWhere(turnMs: number): Promise<number> {
  const server = { load: { calls: 1_000_000, eventLoopDelayMs: MOST_DELAY_MS } };
  const load = new Load({ count: 1000 } as WorkInFlight, { server } as Settings);
  for (let turn = 0; turn < Math.ceil(1000 / turnMs); turn += 1) {
    standStill(turnMs);
    await sleep(5);
  }
  load.onApplicationShutdown();
  return load.pressure;
}

describe('the pressure of a process', () => {
  it.each([150, 230, 300, 600])('is high where each turn of the event loop takes %i ms', async (turnMs) => {
    expect(await pressureWhere(turnMs)).toBeGreaterThan(1);
  });
});
