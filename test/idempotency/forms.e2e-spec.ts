import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { Redis } from 'ioredis';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client, type Reply } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { encodeForm, type EncodedForm } from '../support/multipart.js';
import { SimulatorControl } from '../support/simulator-control.js';
import { outcome } from '../support/paying.js';
import { eventually } from '../storage/eventually.js';

const UPLOAD = '/v1/subscriptions/charges/upload-csv';
const ROWS = 'subscriptionId,amount\nsub_demo_active,10.50\n';
const TOKEN = 'tok_canary_idempotency_4111111111111111';
const PIN = '9174';

/** Forms stream, so their digest is known at their end only; a client makes a new boundary each time. */
describe('a form with a key', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let service: Client;
  const keyPrefix = `test-forms-${randomUUID()}`.slice(0, 32);

  beforeAll(async () => {
    mustNotBeLogged(TOKEN);
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    gateway = await GatewayProcess.start({ keyPrefix, config: { upstreams: upstreamsOf(simulator) } });
    service = await new Client(gateway.url).asService();
  }, 30_000);
  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });
  // Migo does not take the same charges twice.
  beforeEach(() => control.reset({ keepTokens: true }));

  const form = (content = ROWS): Promise<EncodedForm> =>
    encodeForm({
      fields: { clientId: 'migoDeveloper' },
      files: [['file', { name: 'charges.csv', type: 'text/csv', content }]],
    });
  const send = (key: string, { bytes, contentType }: EncodedForm): Promise<Reply> =>
    service.post(UPLOAD, bytes, { headers: { 'content-type': contentType, 'idempotency-key': key } });
  const arrived = async (): Promise<number> => (await control.calls({ upstream: 'middleware', method: 'POST' })).length;

  it('is uploaded once, also with another boundary', async () => {
    const key = randomUUID();
    const [first, second] = [await form(), await form()];
    expect(first.contentType).not.toBe(second.contentType);
    const uploaded = await send(key, first);
    const again = await send(key, second);

    expect(uploaded.status).toBe(202);
    expect([again.status, again.text]).toEqual([202, uploaded.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await arrived()).toBe(1);
    expect((await outcome(service, key)).body.data.status).toBe('succeeded');
  });

  it('is another one where any of its bytes is', async () => {
    const key = randomUUID();
    await send(key, await form());
    expectProblem(await send(key, await form(ROWS.replace('10.50', '10.51'))), {
      status: 422,
      code: 'idempotency_key_reused',
    });
    expect(await arrived()).toBe(1);
  });

  it('is refused while the first one streams', async () => {
    const key = randomUUID();
    const { bytes, contentType } = await form();
    const headers = { ...service.headers, 'content-type': contentType, 'idempotency-key': key };
    const slow = request(gateway.url + UPLOAD, {
      method: 'POST',
      headers: { ...headers, 'content-length': bytes.length },
    });
    const answered = new Promise<number | undefined>((resolve) =>
      slow.on('response', ({ statusCode }) => {
        resolve(statusCode);
      }),
    );
    slow.write(bytes.subarray(0, 20));
    await eventually(async () => (await outcome(service, key)).body.data?.status === 'running');

    expectProblem(await send(key, await form()), { status: 409, code: 'idempotency_in_progress' });
    slow.end(bytes.subarray(20));
    expect(await answered).toBe(202);
    expect((await send(key, await form())).headers.get('idempotency-replayed')).toBe('true');
    expect(await arrived()).toBe(1);
  });

  it('does not lose its key where it breaks a rule on its way', async () => {
    const key = randomUUID();
    const wrong = await encodeForm({
      files: [['file', { name: 'charges.exe', type: 'application/x-msdownload', content: 'MZ' }]],
    });
    expect((await send(key, wrong)).status).toBe(415);
    expect((await send(key, await form())).status).toBe(202);
  });

  it('leaves nothing in Redis that anybody could read, nor does a body with a card or a PIN', async () => {
    const key = `canary-key-${randomUUID()}`;
    const headers = { 'idempotency-key': key };
    const card = { uid: 'trx_demo00000002', processor: 'visa-cybersource', cardInfo: { token: TOKEN } };
    expect((await service.post('/v1/subscriptions/verify-card', card, { headers })).status).toBe(200);
    expect((await service.post('/v1/cards/1001/pin', { pin: PIN }, { headers })).status).toBe(200);

    const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    const keys = await redis.keys(`${keyPrefix}:claims:*`);
    const dumps = await Promise.all(keys.map(async (one) => JSON.stringify(await redis.hgetall(one))));
    redis.disconnect();
    expect(dumps.length).toBeGreaterThan(2);
    const text = [...keys, ...dumps].join('\n');
    for (const secret of [key, TOKEN, `"${PIN}"`, 'trx_demo00000002', 'migoDeveloper', 'demo-billing']) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    }
  });
});
