import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Client } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { done, outcome, pay, Paying, TRANSFER } from '../support/paying.js';
import { stepUp } from '../support/walk-callers.js';
import { eventually } from '../storage/eventually.js';

const LONG_MS = 60_000;
const PAY = '/v1/cards/transfer';

/** What an attacker, a clumsy client or the network makes of a key. None of it makes a second call, or tells of somebody else's. */
describe('a key that is', () => {
  let paying: Paying;
  let service: Client;
  const key = (): string => randomUUID();

  beforeAll(async () => {
    paying = await Paying.start(1);
    // It does not grant operators anything any more.
    await paying.add({ partners: [demoPartner({ operatorScopes: [] })] });
    [service] = (await paying.services()) as [Client];
  }, LONG_MS);
  afterAll(() => paying.end());
  beforeEach(() => {
    paying.reset();
  });

  /** Sends what no client library would. */
  async function raw(
    headers: Record<string, string | string[]>,
    during?: (sent: ClientRequest) => void,
  ): Promise<number> {
    const body = Buffer.from(JSON.stringify(TRANSFER));
    const sent = request(paying.url(0) + PAY, {
      method: 'POST',
      headers: { ...service.headers, 'content-type': 'application/json', 'content-length': body.length, ...headers },
    });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    if (during === undefined) sent.end(body);
    else during(sent);
    const [answer] = await answered;
    answer.resume();
    return answer.statusCode ?? 0;
  }

  it.each<[what: string, value: string | string[]]>([
    ['empty', ''],
    ['given twice', ['one', 'two']],
    ['given twice, quoted', ['"one"', '"two"']],
    ['given twice, and the same', ['one', 'one']],
    ['quoted and too long', `"${'a'.repeat(256)}"`],
    ['quoted, with a line that ends in it', '"one'],
    ['a list', '"one", "two"'],
    ['of bytes that are no ASCII', 'clé'],
    ['quoted, of bytes that are no ASCII', '"clé"'],
    ['quoted, with an escape that there is not', '"a\\b"'],
  ])('%s is refused, and nobody is called', async (_what, value) => {
    expect(await raw({ 'idempotency-key': value })).toBe(400);
    expect(paying.arrived).toEqual([]);
  });

  it.each<[what: string, first: string, second: string]>([
    ['with parameters', 'ONE', '"ONE";v=1'],
    ['with spaces around it', 'ONE', '  "ONE"  ; v=1 '],
    ['escaped', '"ONE\\"two\\\\"', '"ONE\\"two\\\\";v="2"'],
  ])('%s is the same key', async (_what, first, second) => {
    const same = key();
    expect(await raw({ 'idempotency-key': first.replace('ONE', same) })).toBe(201);
    expect(await raw({ 'idempotency-key': second.replace('ONE', same) })).toBe(201);
    expect(paying.arrived).toHaveLength(1);
  });

  it.each(['k'.repeat(240), 'a/b', 'a%2Fb', 'a b', 'a"b\\', '?x#y', 'constructor'])(
    '%s is found at the address that an unknown outcome names',
    async (text) => {
      const same = `${text}-${key().slice(0, 8)}`;
      paying.answers((_request, response) => response.destroy());
      const quoted = `"${same.replace(/["\\]/g, '\\$&')}"`;
      const lost = await pay(service, quoted);
      expectProblem(lost, { status: 504, code: 'outcome_unknown' });
      const told = await service.get(lost.headers.get('location') ?? '');
      expect(told.body.data).toMatchObject({ key: same, status: 'unknown' });
    },
  );

  it('repeated with its path written otherwise is the same request', async () => {
    const same = key();
    const body = { amount: 10, operation: 'ADD_FUNDS', channelSlug: 'card', reference: same, observations: 'x' };
    const call = { body, headers: { 'idempotency-key': same } };
    const first = await service.send('PUT', '/v1/cards/1001/funds', call);
    const again = await service.send('PUT', '/v1/cards/%31%30%30%31/funds', call);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await paying.control.calls({ upstream: 'wallet', method: 'PUT' })).toHaveLength(1);
  });

  it('of one operation is another key at another', async () => {
    const same = key();
    await pay(service, same);
    const headers = { 'idempotency-key': same };
    const refund = await service.post(
      '/v1/revert',
      { transactionUid: 'trx_demo00000007', processor: 'x' },
      { headers },
    );
    expect(refund.headers.get('idempotency-replayed')).toBeNull();
    const told = await service.get(`/v1/outcomes/${same}?route=transfers.createTransfer`);
    expect(told.body.data).toMatchObject({ route: 'transfers.createTransfer', status: 'succeeded' });
  });

  it('of a lost answer is told of, whatever else was done with it meanwhile', async () => {
    const same = key();
    paying.answers((_request, response) => response.destroy());
    const lost = await pay(service, same);
    const headers = { 'idempotency-key': same };
    expect((await service.post('/v1/cards/1001/statements', { month: 10, year: 2026 }, { headers })).status).toBe(201);
    const told = await service.get(lost.headers.get('location') ?? '');
    expect(told.body.data).toMatchObject({ route: 'transfers.createTransfer', status: 'unknown' });
  });

  it('sent with a method that makes nothing is still as good as new', async () => {
    const same = key();
    const headers = { 'idempotency-key': same };
    for (const method of ['OPTIONS', 'HEAD', 'GET']) await service.send(method, PAY, { headers });
    expect((await service.get('/v1/cards/1001/transfers/10/2026', { headers })).status).toBe(200);
    expect(
      (await service.get('/v1/cards/1001/transfers/10/2026', { headers })).headers.get('idempotency-replayed'),
    ).toBeNull();
    expect((await outcome(service, same)).status).toBe(404);
    expect((await pay(service, same)).headers.get('idempotency-replayed')).toBeNull();
    expect(paying.arrived).toHaveLength(1);
  });

  it("replayed after its caller's right was taken away is refused", async () => {
    const same = key();
    const operator = await new Client(paying.url(0)).logIn();
    const body = { transactionUid: 'trx_demo00000007', processor: 'visa-cybersource' };
    const revert = (client: Client): ReturnType<Client['post']> =>
      client.post('/v1/revert', body, { headers: { 'idempotency-key': same } });
    const first = await revert(operator);
    expect(first.status).toBe(200);
    const refused = await revert(operator.at(paying.url(1)));
    expect([refused.status, refused.headers.get('idempotency-replayed')]).toEqual([403, null]);
    expect(refused.body.code).toBe('scope_missing');
    expect((await revert(operator)).text).toBe(first.text);
  });

  it('repeated with the handle that a one-time code has renewed is the same', async () => {
    const same = key();
    const operator = await new Client(paying.url(0)).logIn();
    await pay(operator, same);
    const renewed = await stepUp(operator, paying.control);
    expect(renewed.headers['authorization']).not.toBe(operator.headers['authorization']);
    expect((await pay(renewed, same)).headers.get('idempotency-replayed')).toBe('true');
    expect(paying.arrived).toHaveLength(1);
  });

  it('answered with compressed bytes is replayed with them', async () => {
    const same = key();
    const text = '{"success":true,"data":{"id":500001,"amount":25.5000}}';
    paying.answers((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync(text));
    });
    const first = await pay(service, same);
    const again = await pay(service, same);
    expect([first.text, again.text]).toEqual([text, text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const plain = await service.post(PAY, TRANSFER, {
      headers: { 'idempotency-key': same, 'accept-encoding': 'identity' },
    });
    expect(plain.status).toBe(201);
    expect(paying.arrived).toHaveLength(1);
  });

  it('sent by a client that leaves before the answer has it when he is back', async () => {
    const same = key();
    let waiting: ServerResponse | undefined;
    paying.answers((_request, response) => (waiting = response));
    const body = JSON.stringify(TRANSFER);
    const leaving = request(paying.url(0) + PAY, {
      method: 'POST',
      headers: { ...service.headers, 'content-type': 'application/json', 'idempotency-key': same },
    });
    leaving.on('error', () => undefined).end(body);
    await eventually(() => Promise.resolve(waiting !== undefined));
    leaving.destroy();
    expectProblem(await pay(service, same), { status: 409, code: 'idempotency_in_progress' });
    if (waiting !== undefined) done(waiting);
    await eventually(async () => (await outcome(service, same)).body.data.status === 'succeeded');
    expect((await pay(service, same)).text).toContain('25.5000');
    expect(paying.arrived).toHaveLength(1);
  });

  it('sent by a client that waits less long than Migo takes is not cut off', async () => {
    const same = key();
    paying.answers((_request, response) => setTimeout(done, 300, response));
    const headers = { 'idempotency-key': same, 'request-timeout': '50' };
    const reply = await service.post(PAY, TRANSFER, { headers });
    expect(reply.status).toBe(201);
    expect((await pay(service, same)).text).toBe(reply.text);
    expect(paying.arrived).toHaveLength(1);
  });

  it('sent by a client that asks before it sends its body is like any other', async () => {
    const same = key();
    const sent = await raw({ 'idempotency-key': same, expect: '100-continue' }, (waiting) => {
      waiting.on('continue', () => waiting.end(JSON.stringify(TRANSFER)));
      waiting.flushHeaders();
    });
    expect(sent).toBe(201);
    expect((await pay(service, same)).headers.get('idempotency-replayed')).toBe('true');
    expect(paying.arrived).toHaveLength(1);
  });

  it.each([
    ['small', 1000, true],
    ['more than what streams otherwise', 200_000, true],
    ['too large to be kept', 300_000, false],
  ])('answered with %s is told whole, and as done ever after', async (_what, size, isKept) => {
    const same = key();
    const text = JSON.stringify({ success: true, data: { id: 500_001, filler: 'x'.repeat(size) } });
    paying.answers((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' }).end(text);
    });
    const first = await pay(service, same);
    expect([first.status, first.text === text]).toEqual([201, true]);
    const again = await pay(service, same);
    expect([again.status, again.text === text]).toEqual([201, isKept]);
    if (!isKept) expect(again.body).toMatchObject({ success: true, data: { outcome: `/v1/outcomes/${same}` } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await outcome(service, same)).body.data).toMatchObject({ status: 'succeeded', answerStatus: 201 });
    expect(paying.arrived).toHaveLength(1);
  });
});
