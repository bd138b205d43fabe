import { UpstreamError } from '../../src/clients/transport/upstream-error.js';
import type { Answer, ForwardRequest } from '../../src/clients/transport/upstream-call.js';
import {
  type CallOutcome,
  outcomeOfAnswer,
  outcomeOfFailure,
  UpstreamHealth,
} from '../../src/clients/transport/upstream-health.js';

const READ: ForwardRequest = { method: 'GET', path: '/x', headers: {}, deadlineMs: 1000, bufferBytes: 1000 };

function answer(status: number, body = '{}'): Answer {
  return { kind: 'whole', status, headers: {}, body: Buffer.from(body) };
}

function stateAfter(...outcomes: readonly Partial<CallOutcome>[]): string {
  const health = new UpstreamHealth();
  for (const outcome of outcomes) health.add({ at: Date.now(), ...outcome });
  return health.state();
}

const GOOD = { ms: 20 };
const FAILED = { failed: 'cut' };
const SLOW = { ms: 2500 };

describe('the state of an upstream', () => {
  it.each<[string, string, Partial<CallOutcome>[]]>([
    ['unknown', 'nobody has called it', []],
    ['unknown', 'the last call was long ago', [{ ...GOOD, at: Date.now() - 61_000 }]],
    ['up', 'it answers', [GOOD, GOOD]],
    ['up', 'one call of many has failed', [...Array.from({ length: 19 }, () => GOOD), FAILED]],
    ['degraded', 'it fails in part', [...Array.from({ length: 9 }, () => GOOD), FAILED]],
    ['degraded', 'it is slow in part', [GOOD, SLOW]],
    ['degraded', 'it is slow', [SLOW]],
    ['down', 'every call fails', [FAILED]],
    ['down', 'every call of the last minute fails', [{ ...GOOD, at: Date.now() - 61_000 }, FAILED, FAILED]],
    ['up', 'the failures are long ago', [{ ...FAILED, at: Date.now() - 61_000 }, GOOD]],
  ])('is %s where %s', (state, _why, outcomes) => {
    expect(stateAfter(...outcomes)).toBe(state);
  });

  it('is told by the last 200 calls, and keeps the last 10 failures', () => {
    const health = new UpstreamHealth();
    for (let index = 0; index < 500; index += 1) health.add({ at: Date.now(), failed: `status ${index}` });
    for (let index = 0; index < 200; index += 1) health.add({ at: Date.now(), ...GOOD });

    expect(health.state()).toBe('up');
    expect(health.recent()).toHaveLength(200);
    expect(health.lastFailures().map(({ failed }) => failed)).toEqual(
      Array.from({ length: 10 }, (_, index) => `status ${490 + index}`),
    );
  });
});

describe('an answer', () => {
  it.each([200, 201, 204, 400, 401, 403, 404, 409, 422, 429])('of %d is one', (status) => {
    expect(outcomeOfAnswer(READ, answer(status), 20.4)).toEqual({ at: expect.any(Number), ms: 20 });
  });

  it.each([502, 503, 504])('of %d is none of its own', (status) => {
    expect(outcomeOfAnswer(READ, answer(status), 20)).toMatchObject({ failed: `status ${status}` });
  });

  it('of 500 is a refusal with a code, and a failure without', () => {
    const refusal = '{"success":false,"errors":[{"code":"7003","message":"Contact support"}]}';
    expect(outcomeOfAnswer(READ, answer(500, refusal), 20).failed).toBeUndefined();
    expect(outcomeOfAnswer(READ, answer(500, '{"ownCode":5000}'), 20).failed).toBeUndefined();
    expect(outcomeOfAnswer(READ, answer(500, '<h1>Oops</h1>'), 20).failed).toBe('status 500');
  });

  it.each([
    '{"code":"ECONNREFUSED"}',
    '{"error":{"code":"INTERNAL_SERVER_ERROR"}}',
    '{"code":70030}',
    '{"ownCode":null}',
  ])('of 500 with another code than those of Migo is a failure: %s', (body) => {
    expect(outcomeOfAnswer(READ, answer(500, body), 20).failed).toBe('status 500');
  });

  it('to anything but a short read is not timed: processors take their time, and so do clients', () => {
    expect(outcomeOfAnswer({ ...READ, method: 'POST' }, answer(200), 25_000)).not.toHaveProperty('ms');
    expect(outcomeOfAnswer({ ...READ, streamAtOnce: () => true }, answer(200), 25_000)).not.toHaveProperty('ms');
    expect(outcomeOfAnswer(READ, { kind: 'streamed', status: 200, headers: {}, bytes: 9 }, 25_000)).not.toHaveProperty(
      'ms',
    );
  });
});

describe('a call without an answer', () => {
  it.each(['unreachable', 'connect-timeout', 'first-byte-timeout', 'deadline', 'cut', 'redirect'] as const)(
    'by %s is a failure',
    (failure) => {
      expect(outcomeOfFailure(READ, new UpstreamError('wallet', failure, true))).toMatchObject({ failed: failure });
    },
  );

  it.each(['client-gone', 'client-stalled', 'too-large'] as const)('says nothing by %s', (failure) => {
    expect(outcomeOfFailure(READ, new UpstreamError('wallet', failure, true))).toBeUndefined();
  });
});
