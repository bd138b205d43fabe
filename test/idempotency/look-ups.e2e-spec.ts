import type { Client, Reply } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { outcome } from '../support/paying.js';
import { fill, rowCall, type RowCall, send } from '../support/row-calls.js';
import { ROW_SAMPLES } from '../support/row-samples.js';
import { allStops, type Stop, Walk } from '../support/walk.js';
import { eventually, pause } from '../storage/eventually.js';

const LONG_MS = 60_000;
const SETTLED_MS = 10_000;
const EVIDENCE_SECONDS = 4;

/** What a row needs beside its sample, so that its call can be recognized at Migo. */
const SAMPLES: Readonly<Record<string, object>> = {
  refundTransaction: { transactionUid: 'trx_demo00000007', processor: 'visa-cybersource' },
};

const stops = (await allStops()).filter(([, { named }]) => named.row.lookUp !== undefined);

function keyOf({ headers }: RowCall): string {
  return headers['idempotency-key'] ?? '';
}

function fault(walk: Walk, kind: string, { documented }: Stop, call: RowCall): Promise<void> {
  const { upstream, upstreamOperation } = documented;
  const [method, path = ''] = fill(upstreamOperation, call.params).split(' ').map(decodeURIComponent);
  return walk.control.fault({ upstream, path, method, kind, exact: true });
}

async function settled(client: Client, key: string): Promise<Reply> {
  return eventually(async () => {
    const reply = await outcome(client, key);
    return reply.body.data.status === 'succeeded' && reply;
  });
}

let walk: Walk;
beforeAll(async () => {
  // As many calls as this are lost on purpose.
  const upstream = { breaker: { samples: 1000 } };
  walk = await Walk.start({ upstream, idempotency: { evidenceSeconds: EVIDENCE_SECONDS } });
}, LONG_MS);
afterAll(() => walk.end());

describe.each(stops)('%s, whose answer is lost', (_operation, stop) => {
  let call: RowCall;
  let service: Client;

  beforeEach(async () => {
    call = await prepared(walk, stop);
    service = walk.callers.service;
  });
  afterEach(() => walk.control.clearFaults());

  it(
    'is found by the look-up of its row',
    async () => {
      await fault(walk, 'lost', stop, call);
      expectProblem(await send(service, call), { status: 504, code: 'outcome_unknown', retryable: false });
      const lostAt = performance.now();

      const { body } = await settled(service, keyOf(call));
      expect(performance.now() - lostAt).toBeLessThan(SETTLED_MS);
      expect(body.data).toMatchObject({ sent: true, evidence: { by: expect.stringMatching(/^\w+[\w-]*\.\w+$/) } });
      expect(body.data.lookUp).toEqual(expect.any(String));

      const again = await send(service, call);
      expect(again.status).toBe(stop.named.row.success ?? 200);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.body).toMatchObject({ success: true, data: { outcome: `/v1/outcomes/${keyOf(call)}` } });
      const made = (await walk.received(stop)).filter(({ method }) => method === stop.named.row.method);
      expect(made).toHaveLength(1);
    },
    LONG_MS,
  );

  it(
    'stays unknown where Migo never got it, and says so',
    async () => {
      await fault(walk, 'refuse', stop, call);
      expectProblem(await send(service, call), { status: 504, code: 'outcome_unknown', retryable: false });
      expect((await outcome(service, keyOf(call))).body.data).toMatchObject({ status: 'unknown' });
      await pause(1000 * (EVIDENCE_SECONDS + 1));

      const { body } = await outcome(service, keyOf(call));
      expect(body.data).toMatchObject({ status: 'unknown', detail: expect.stringContaining('no evidence') });
      expectProblem(await send(service, call), { status: 504, code: 'outcome_unknown', retryable: false });
    },
    LONG_MS,
  );
});

it(
  'stays unknown where what Migo shows is that of another call',
  async () => {
    await walk.control.reset({ keepTokens: true });
    const { service } = walk.callers;
    const lost: string[] = [];
    for (const [, stop] of stops.filter(([, { named }]) => named.row.lookUp?.shows !== 'state')) {
      // Two of the rows would have the same reference, which Migo takes once.
      const reference = stop.named.name;
      const [first, second] = [await bySample(stop, reference), await bySample(stop, reference)];
      await fault(walk, 'refuse', stop, first);
      expectProblem(await send(service, first), { status: 504, code: 'outcome_unknown' });
      await walk.control.clearFaults();
      expect((await send(service, second)).status).toBeLessThan(300);
      expect((await outcome(service, keyOf(second))).body.data.status).toBe('succeeded');
      lost.push(keyOf(first));
    }
    expect(lost.length).toBeGreaterThan(5);
    await pause(1000 * (EVIDENCE_SECONDS + 1));
    const told = await Promise.all(lost.map((key) => outcome(service, key)));
    expect(told.map(({ body }) => String(body.data.status))).toEqual(lost.map(() => 'unknown'));
  },
  LONG_MS,
);

async function prepared(walk: Walk, stop: Stop): Promise<RowCall> {
  return withSample(stop, await walk.prepare(stop));
}

/** As things are. */
async function bySample(stop: Stop, reference: string): Promise<RowCall> {
  const call = withSample(stop, await rowCall(stop.named));
  return { ...call, body: String(call.body).replace(/("reference": )"[^"]*"/, `$1"${reference}"`) };
}

function withSample(stop: Stop, call: RowCall): RowCall {
  const body = SAMPLES[stop.named.name];
  const headers = { ...call.headers, 'idempotency-key': crypto.randomUUID() };
  return { ...call, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
}

it('is what those rows have that Migo shows again', () => {
  expect(stops.map(([, { named }]) => named.name).sort()).toEqual([
    'assignFunds',
    'cancelSubscription',
    'createTerminalPayment',
    'createTransfer',
    'refundTransaction',
    'revertTransaction',
    'submitCharges',
    'updateFunds',
    'verifyCard',
  ]);
  expect(Object.keys(ROW_SAMPLES)).toContain('refundTransaction');
});
