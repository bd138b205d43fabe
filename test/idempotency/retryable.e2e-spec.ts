import type { CallerKind } from '../../src/common/caller-kinds.js';
import { Client, type Reply } from '../support/client.js';
import { deadAddress } from '../support/foreign/verbatim-upstream.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { fill, type RowCall, send } from '../support/row-calls.js';
import { allStops, type Stop, Walk } from '../support/walk.js';

const LONG_MS = 60_000;
const FIRST_BYTE_MS = 400;
const ORIGIN = 'http://localhost:8080';
const BREAKER = { samples: 10_000 };
const UPSTREAM = { breaker: BREAKER, firstByteMs: FIRST_BYTE_MS, processorFirstByteMs: FIRST_BYTE_MS };

/** What may become of an answer after the call was sent. */
const AFTER: readonly (readonly [how: string, fault: { kind: string; [option: string]: unknown }])[] = [
  ['lost', { kind: 'lost' }],
  ['cut', { kind: 'cut' }],
  ['reset', { kind: 'refuse' }],
  ['late', { kind: 'hang' }],
  ['a web page', { kind: 'html' }],
  ['no JSON', { kind: 'garbage-body' }],
  ['a redirect', { kind: 'redirect' }],
  ['500', { kind: 'status', status: 500, body: {} }],
  ['502', { kind: 'status', status: 502, body: {} }],
  ['503', { kind: 'status', status: 503, body: {}, headers: { 'retry-after': '1' } }],
  ['504', { kind: 'status', status: 504, body: {} }],
];

const stops = (await allStops()).filter(([, { named }]) => named.row.method !== 'GET');

/** Acceptance: every row that is not a read, with and without a key. `retryable` is true only where nothing was sent. */
describe('retryable', () => {
  let walk: Walk;
  let lonely: GatewayProcess;

  beforeAll(async () => {
    walk = await Walk.start({ upstream: UPSTREAM });
    const dead = { baseUrl: await deadAddress(), breaker: BREAKER };
    const upstreams = { wallet: dead, middleware: dead, cms: dead, payments: dead };
    const many = { requests: 100_000, seconds: 60 };
    const limits = { public: many, account: many, otp: many };
    lonely = await GatewayProcess.start({ config: { upstreams, limits, redis: undefined } });
  }, LONG_MS);
  afterAll(() => Promise.all([walk.end(), lonely.stop()]));

  it.each(stops)(
    'is false of %s whose answer is gone, and a key has a place to ask at',
    async (_operation, stop) => {
      for (const isKeyed of keysOf(stop)) {
        let gone = 0;
        for (const [how, fault] of faultsFor(stop)) {
          const call = await prepared(stop, isKeyed);
          const [method, path = ''] = fill(stop.documented.upstreamOperation, call.params)
            .split(' ')
            .map(decodeURIComponent);
          await walk.control.fault({ upstream: stop.documented.upstream, method, path, exact: true, ...fault });
          const kind = kindOf(stop);
          const reply = await send(walk.callerFor(kind, stop).client, call);
          await walk.control.clearFaults();

          // A file may be a web page, what is concealed may be said to be done, and a form may be read before it is cut.
          if (reply.status < 400) continue;
          gone += 1;
          expect({ how, isKeyed, ...told(reply) }).toEqual({
            how,
            isKeyed,
            status: expect.any(Number),
            code: isKeyed ? 'outcome_unknown' : expect.any(String),
            retryable: false,
            mayWait: false,
            location: isKeyed && kind !== 'public',
          });
        }
        expect(gone).toBeGreaterThan(faultsFor(stop).length / 2);
      }
    },
    LONG_MS,
  );

  it.each(stops)(
    'is true of %s that never left',
    async (_operation, stop) => {
      for (const isKeyed of keysOf(stop)) {
        const call = await prepared(stop, isKeyed);
        const reply = await send(await strangerFor(stop), call);
        expect(told(reply)).toMatchObject({
          code: expect.stringMatching(/^(?:upstream_unreachable|credential_unavailable)$/),
          retryable: true,
          location: false,
        });
      }
    },
    LONG_MS,
  );

  async function prepared(stop: Stop, isKeyed: boolean): Promise<RowCall> {
    const call = await walk.prepare(stop);
    const headers = new Map(Object.entries(call.headers)).set('idempotency-key', crypto.randomUUID());
    if (!isKeyed) headers.delete('idempotency-key');
    return { ...call, headers: Object.fromEntries(headers) };
  }

  /** Nobody can log in as a user where nothing answers. */
  async function strangerFor({ documented }: Stop): Promise<Client> {
    const client = new Client(lonely.url);
    return documented.callers.includes('service') ? client.asService() : new Client(lonely.url, { origin: ORIGIN });
  }
});

/** Codes are counted: what needs one each time is tried with few. */
function faultsFor({ named }: Stop): typeof AFTER {
  if (named.row.stepUp === 'required') return AFTER.filter(([how]) => ['reset', '500', '503'].includes(how));
  // Of a form the client is waited for, and of a file the answer has begun by then.
  const isLong = named.row.upload !== undefined || named.row.answer === 'file';
  return isLong ? AFTER.filter(([how]) => how !== 'late' && how !== 'cut') : AFTER;
}

/** What moves money is not called without one. */
function keysOf({ documented }: Stop): readonly boolean[] {
  return documented.notes.includes('money') ? [true] : [false, true];
}

function kindOf({ documented }: Stop): CallerKind {
  return documented.callers.includes('service') ? 'service' : (documented.callers[0] ?? 'public');
}

function told({ status, body, headers }: Reply): object {
  const { code, retryable } = body ?? {};
  return { status, code, retryable, mayWait: headers.has('retry-after'), location: headers.has('location') };
}
