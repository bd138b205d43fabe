import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Client, type Reply } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { done, outcome, pay, Paying, TRANSFER } from '../support/paying.js';
import { eventually } from '../storage/eventually.js';

const LONG_MS = 60_000;
const AT_ONCE = 50;

/** Acceptance: separate gateway processes, a real Redis, an upstream that counts. */
describe('a payment with a key', () => {
  let paying: Paying;
  let services: Client[];
  const key = (): string => randomUUID();
  const at = (index: number): Client => services[index % services.length] ?? new Client('');

  beforeAll(async () => {
    paying = await Paying.start(3);
    services = await paying.services();
  }, LONG_MS);
  afterAll(() => paying.end());
  beforeEach(() => {
    paying.reset();
  });

  it('is made once, however often it is sent to whichever replica, and answered alike ever after', async () => {
    const same = key();
    paying.answers((_request, response) => setTimeout(done, 300, response));
    const replies = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => pay(at(index), same)));

    expect(paying.arrived).toHaveLength(1);
    const first = replies.filter(({ status }) => status === 201);
    expect(first).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expectProblem(reply, { status: 409, code: 'idempotency_in_progress', retryable: true });
      expect(reply.headers.get('retry-after')).toBe('1');
    }

    const again = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => pay(at(index), same)));
    expect(paying.arrived).toHaveLength(1);
    for (const reply of again) expect(essence(reply)).toEqual({ ...essence(first[0]), replayed: 'true' });
    expect(first[0]?.headers.get('idempotency-replayed')).toBeNull();
    expect(first[0]?.text).toContain('25.5000');
  });

  it.each(['abc', `"abc"`, 'a'.repeat(255), '"with space, and \\"comma\\""'])('takes the key %s', async (text) => {
    const client = await new Client(paying.url(0)).logIn();
    expect((await pay(client, text)).status).toBe(201);
    expect((await pay(client, text)).headers.get('idempotency-replayed')).toBe('true');
  });

  it('is the same key bare and quoted', async () => {
    const same = key();
    await pay(at(0), same);
    expect((await pay(at(1), `"${same}"`)).headers.get('idempotency-replayed')).toBe('true');
  });

  it.each(['""', 'a'.repeat(256), 'two words', 'a,b', '"open', 'ñ'])('refuses the key %s', async (text) => {
    const reply = await pay(at(0), Buffer.from(text).toString('latin1'));
    expectProblem(reply, { status: 400, code: 'validation_failed' });
    expect(reply.body.errors[0].field).toBe('idempotency-key');
    expect(paying.arrived).toEqual([]);
  });

  it('is refused without one', async () => {
    const reply = await fetch(`${paying.url(0)}/v1/cards/transfer`, {
      method: 'POST',
      headers: { ...at(0).headers, 'content-type': 'application/json' },
      body: JSON.stringify(TRANSFER),
    });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ code: 'idempotency_key_required', retryable: false });
    expect(paying.arrived).toEqual([]);
  });

  it.each([
    ['another amount', { ...TRANSFER, amount: 25.51 }],
    ['the same values in other bytes', `{"toCardId":1002,"fromCardId":1401,"amount":25.5,"observations":"Almuerzo"}`],
  ])('is refused with a key that was used for %s', async (_what, other) => {
    const same = key();
    await pay(at(0), same);
    expectProblem(await pay(at(1), same, other), { status: 422, code: 'idempotency_key_reused', retryable: false });
    expect(paying.arrived).toHaveLength(1);
  });

  it('is refused while the first one runs, also where it is another one', async () => {
    const same = key();
    let waiting: ServerResponse | undefined;
    paying.answers((_request, response) => (waiting = response));
    const first = pay(at(0), same);
    await eventually(() => Promise.resolve(waiting !== undefined));

    expectProblem(await pay(at(1), same), { status: 409, code: 'idempotency_in_progress' });
    expectProblem(await pay(at(2), same, { ...TRANSFER, amount: 1 }), { status: 422, code: 'idempotency_key_reused' });
    expect((await outcome(at(1), same)).body.data).toMatchObject({ status: 'running', sent: true });
    if (waiting !== undefined) done(waiting);
    expect((await first).status).toBe(201);
    expect((await outcome(at(2), same)).body.data).toMatchObject({
      status: 'succeeded',
      route: 'transfers.createTransfer',
      answerStatus: 201,
      evidence: { by: 'answer' },
    });
  });

  it("is nobody else's: another caller with the same key makes a payment of his own", async () => {
    const same = key();
    const ana = await new Client(paying.url(0)).logIn();
    await pay(at(0), same);
    expect((await outcome(ana, same)).status).toBe(404);
    const reply = await pay(ana, same, { ...TRANSFER, amount: 3 });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('idempotency-replayed')).toBeNull();
    expect(paying.arrived).toHaveLength(2);
  });

  it('is known after a new login of the same user', async () => {
    const same = key();
    await pay(await new Client(paying.url(0)).logIn(), same);
    const later = await new Client(paying.url(1)).logIn();
    expect((await outcome(later, same)).body.data.status).toBe('succeeded');
    expect((await pay(later, same)).headers.get('idempotency-replayed')).toBe('true');
    expect(paying.arrived).toHaveLength(1);
  });

  it('is replayed as a refusal where Migo has refused it', async () => {
    const same = key();
    paying.answers((_request, response) => {
      response.writeHead(422, { 'content-type': 'application/json' });
      response.end('{"success":false,"errors":[{"code":"7303","message":"Insufficient funds"}]}');
    });
    const first = await pay(at(0), same);
    const again = await pay(at(1), same);
    expectProblem(first, { status: 422, code: 'rejected_by_migo' });
    expectProblem(again, { status: 422, code: 'rejected_by_migo' });
    expect(again.body.errors).toEqual(first.body.errors);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await outcome(at(2), same)).body.data.status).toBe('refused');
    expect(paying.arrived).toHaveLength(1);
  });

  it.each<[string, (client: Client, same: string) => Promise<Reply>, number]>([
    ['401', ({ baseUrl }, same) => pay(new Client(baseUrl), same), 401],
    ['400', (client, same) => pay(client, same, { ...TRANSFER, amount: -1 }), 400],
  ])('does not lose its key to a refusal with %s before it is sent', async (_status, refused, status) => {
    const same = key();
    expect((await refused(at(0), same)).status).toBe(status);
    expect((await pay(at(1), same)).status).toBe(201);
    expect(paying.arrived).toHaveLength(1);
  });

  it('does not lose its key to a 429 of Migo, nor to a token that it refuses', async () => {
    for (const status of [429, 401]) {
      const same = key();
      paying.answers((_request, response) => response.writeHead(status).end());
      expect((await pay(at(0), same)).status).not.toBe(201);
      paying.answers((_request, response) => {
        done(response);
      });
      const again = await pay(at(1), same);
      expect(again.headers.get('idempotency-replayed')).toBeNull();
      expect(again.status).toBe(201);
    }
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['reset', (response) => response.destroy()],
    [
      'cut',
      (response) => response.writeHead(201, { 'content-length': '99' }).write('{"succ', () => response.destroy()),
    ],
    ['a web page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>nginx</h1>')],
    ['no JSON', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":tr')],
    ['500', (response) => response.writeHead(500).end('{}')],
    ['502', (response) => response.writeHead(502).end('<html>')],
    ['503', (response) => response.writeHead(503).end()],
  ])('is unknown where its answer is %s, and is never sent again', async (_how, lose) => {
    const same = `${key()}/ä?`.replace('ä', '#');
    paying.answers((_request, response) => {
      lose(response);
    });
    const first = await pay(at(0), same);
    expectProblem(first, { status: 504, code: 'outcome_unknown', retryable: false });
    expect(first.headers.get('location')).toBe(`/v1/outcomes/${encodeURIComponent(same)}`);
    expect(first.headers.get('retry-after')).toBeNull();
    const again = await pay(at(1), same);
    expectProblem(again, { status: 504, code: 'outcome_unknown', retryable: false });
    expect(paying.arrived).toHaveLength(1);
    const told = await at(2).get(first.headers.get('location') ?? '');
    expect(told.body.data).toMatchObject({ key: same, status: 'unknown', sent: true });
  });
});

function essence(reply: Reply | undefined): object {
  return {
    status: reply?.status,
    text: reply?.text,
    type: reply?.headers.get('content-type'),
    replayed: reply?.headers.get('idempotency-replayed'),
  };
}
