import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { outcome } from '../support/paying.js';
import { type RowCall, rowCall, send } from '../support/row-calls.js';
import { SigningKey } from '../support/signing-key.js';
import { allStops, type Stop } from '../support/walk.js';
import { eventually } from '../storage/eventually.js';

const LONG_MS = 30_000;
/** What moves money, as Migo's pages name it. */
const MONEY = {
  wallet: /\/cards\/(transfer|\d+\/funds)$|\/terminal-payment(\/\d+)?$/,
  middleware:
    /\/transactions$|\/transactions\/[^/]+\/payments$|\/charges(\/upload-csv)?(\?|$)|\/(revert|refund|verify-card)$/,
};
/** support/error-catalog; recurring-payments/bulk-charges. */
const HAD_BEFORE = {
  wallet: [409, '{"success":false,"errors":[{"code":"7006","message":"EXTERNAL_ID_ALREADY_EXISTS"}]}'],
  middleware: [
    405,
    '{"success":false,"errors":[{"code":"IDEMPOTENCY_CONFLICT","message":"The file was sent before"}]}',
  ],
} as const;
type Name = keyof typeof MONEY;

const isOf = (name: string): name is Name => name in MONEY;
const stops = (await allStops()).filter(
  ([
    ,
    {
      named: { row },
    },
  ]) => row.money === true && row.callers.includes('service'),
);
const uploads = stops.filter(([, { named }]) => named.row.upload !== undefined);

const lose = (response: ServerResponse): unknown => response.destroy();
const refuse =
  (name: Name) =>
  (response: ServerResponse): void => {
    const [status, body] = HAD_BEFORE[name];
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };

let simulator: Simulator;
let fronts: Record<Name, FrontedUpstream>;
let gateway: GatewayProcess;
let victim: GatewayProcess;
let service: Client;
let arrived = 0;

beforeAll(async () => {
  simulator = await startSimulator({ ports: { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 } });
  const { urls } = simulator;
  fronts = {
    wallet: await FrontedUpstream.start(urls.wallet, MONEY.wallet),
    middleware: await FrontedUpstream.start(urls.middleware, MONEY.middleware),
  };
  const ours = { ...urls, wallet: fronts.wallet.url, middleware: fronts.middleware.url };
  // Every call fails here, and none of them may be refused for that.
  const breaker = { samples: 1000 };
  const upstreams = Object.fromEntries(
    Object.entries<object>({ ...upstreamsOf({ urls: ours }) }).map(([name, one]) => [name, { ...one, breaker }]),
  );
  const serviceTokens = { keys: [new SigningKey('shared').setting] };
  const options = { keyPrefix: `test-${randomUUID()}`.slice(0, 32), config: { upstreams, serviceTokens } };
  [gateway, victim] = await Promise.all([GatewayProcess.start(options), GatewayProcess.start(options)]);
  service = await new Client(gateway.url).asService();
}, LONG_MS);
afterAll(async () => {
  await Promise.all([gateway.stop('SIGKILL'), victim.stop('SIGKILL')]);
  await Promise.all(Object.values(fronts).map((front) => front.close()));
  await simulator.close();
});

function answer(name: Name, how: (response: ServerResponse) => unknown): void {
  arrived = 0;
  fronts[name].answers((request, response) => {
    request.resume().on('end', () => {
      arrived += 1;
      how(response);
    });
  });
}

async function callOf({ named }: Stop, key = randomUUID()): Promise<RowCall & { key: string }> {
  const call = await rowCall(named);
  return { ...call, key, headers: { ...call.headers, 'idempotency-key': key } };
}

/** The same operation, with one number changed. */
function other(call: RowCall): RowCall {
  const { body } = call;
  if (body === undefined) throw new Error('no body');
  const text = Buffer.from(body).toString('latin1');
  const changed = text.replace('10.50', '10.51');
  expect(changed).not.toBe(text);
  return { ...call, body: Buffer.from(changed, 'latin1') };
}

/** Attack and accident: Migo takes a request once, and says so of the second. Whose evidence is that? */
describe.each(stops)('%s, which Migo refuses as one that it had before', (_operation, stop) => {
  const { upstream } = stop.documented;
  if (!isOf(upstream)) throw new Error(`no front for ${upstream}`);

  it('is evidence for the same request whose answer was lost', async () => {
    answer(upstream, lose);
    const [first, second, different] = [await callOf(stop), await callOf(stop), await callOf(stop)];
    expectProblem(await send(service, first), { status: 504, code: 'outcome_unknown' });
    expectProblem(await send(service, other(different)), { status: 504, code: 'outcome_unknown' });

    answer(upstream, refuse(upstream));
    expectProblem(await send(service, second), { status: 409, code: 'conflict', retryable: false });
    expect((await outcome(service, first.key)).body.data).toMatchObject({
      status: 'succeeded',
      evidence: { by: 'conflict' },
    });
    // Neither for the call that was refused, nor for one that was another request.
    expect((await outcome(service, second.key)).body.data).toMatchObject({ status: 'refused' });
    expect((await outcome(service, different.key)).body.data).toMatchObject({ status: 'unknown' });

    const again = await send(service, first);
    expect(again.status).toBe(stop.named.row.success ?? 200);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(arrived).toBe(1);
  });

  it('is refused, where that is the first answer', async () => {
    answer(upstream, refuse(upstream));
    const call = await callOf(stop);
    const replies = [await send(service, other(call)), await send(service, other(call))];
    for (const reply of replies) expectProblem(reply, { status: 409, code: 'conflict' });
    expect(replies.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect((await outcome(service, call.key)).body.data).toMatchObject({
      status: 'refused',
      evidence: { by: 'answer' },
    });
    expect(arrived).toBe(1);
  });
});

describe.each(uploads)('%s, whose replica died before it knew all of the form', (_operation, stop) => {
  it(
    'stays unknown, whatever other form Migo had before',
    async () => {
      answer('middleware', () => undefined);
      const [lost, refused] = [await callOf(stop), await callOf(stop)];
      void send(service.at(victim.url), lost).catch(() => undefined);
      await eventually(() => Promise.resolve(arrived === 1));
      await victim.stop('SIGKILL');
      await eventually(async () => (await outcome(service, lost.key)).body.data.status === 'unknown');

      answer('middleware', refuse('middleware'));
      expectProblem(await send(service, other(refused)), { status: 409, code: 'conflict' });
      expect((await outcome(service, lost.key)).body.data).toMatchObject({ status: 'unknown', sent: true });
    },
    LONG_MS,
  );
});

it('is tried with every operation that moves money', () => {
  expect(stops.length).toBeGreaterThan(10);
  expect(uploads.map(([, { named }]) => named.name)).toEqual(['uploadCharges']);
});
