import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../client.js';

/** Of every upstream call of the suites that break upstreams. */
export const DEADLINE_MS = 1500;
/** For a machine that does other things too. */
const GRACE_MS = 1000;
const RECOVERY_MS = 4000;

/** What an upstream may say and no client may hear. */
export const WORDING = 'at Object.<anonymous> (/srv/migo/node_modules/app.js:3) on 10.9.8.7: ORA-00942';
export const REFUSAL = { success: false, message: WORDING, stack: WORDING };
const LEAKS = /10\.9\.8\.7|ORA-|node_modules|127\.0\.0\.1|localhost|nginx|ECONN|UND_ERR|169\.254/;

export interface ExpectedProblem {
  status: number;
  code: string;
  retryable?: boolean;
  upstream?: string;
}

/** The one shape of every error, with nothing in it that an upstream or a stack said. */
export function expectProblem({ status, headers, body, text }: Reply, expected: ExpectedProblem): void {
  expect({ status, body }).toMatchObject({ status: expected.status, body: expected });
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({
    type: `urn:migo-gateway:problem:${expected.code}`,
    title: expect.stringMatching(/\w/),
    requestId: headers.get('x-request-id'),
    retryable: expect.any(Boolean),
    success: false,
  });
  expect(text).not.toMatch(LEAKS);
}

export async function timed<T>(call: Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await call;
  expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + GRACE_MS);
  return result;
}

/** Repeats a call until it answers with the status, for at most 4 s. */
export async function eventually(call: () => Promise<Reply>, status: number): Promise<void> {
  const giveUpAt = Date.now() + RECOVERY_MS;
  let reply = await call();
  while (reply.status !== status && Date.now() < giveUpAt) {
    await sleep(100);
    reply = await call();
  }
  expect(reply.status).toBe(status);
}
