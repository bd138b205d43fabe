import { setTimeout as sleep } from 'node:timers/promises';

/** Response-time padding: waits until a whole number of steps has passed since `startedAt` (`performance.now()`), so that shorter differences in time do not show. */
export async function padResponse(startedAt: number, stepMs: number): Promise<void> {
  await sleep(Math.ceil(stepMs - ((performance.now() - startedAt) % stepMs)));
}
