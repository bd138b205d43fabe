/**
 * The attack: an address, a parameter, headers or a body far larger than anybody needs, declared or not, to fill memory, logs
 * or an upstream; or so many of them that one alone is no sign.
 */
import { ATTACK_START_MS, AttackedGateway, expectRefusal, NORMAL_CALL } from '../support/attacked-gateway.js';
import { sendBytes } from '../support/foreign/verbatim-client.js';

const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const MIB = 1_048_576;

describe('a request that is too large', () => {
  let attacked: AttackedGateway;
  let authorization: string;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    authorization = attacked.ana.headers['authorization'] ?? '';
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  const head = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n`;

  it.each([
    ['address', () => `${head(`/${'x'.repeat(20_000)}`)}\r\n`],
    ['query', () => `${head(`${CARDHOLDERS}?searchText=${'x'.repeat(20_000)}`)}\r\n`],
    ['header', () => `${head(CARDHOLDERS)}x: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['name of a header', () => `${head(CARDHOLDERS)}${'x'.repeat(20_000)}: x\r\n\r\n`],
    ['number of headers', () => `${head(CARDHOLDERS)}${'x: xxxxxxxx\r\n'.repeat(2000)}\r\n`],
    ['cookie', () => `${head(CARDHOLDERS)}cookie: ${'a=b; '.repeat(4000)}\r\n\r\n`],
  ])('in its %s, is answered with 431 and cut off', async (_what, bytes) => {
    const answer = await sendBytes(attacked.url, bytes());

    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toMatch(/\r\ncontent-type: application\/problem\+json/i);
    expect(answer).not.toContain('xxxxx');
    await attacked.expectNoUpstreamCall();
  });

  it.each([
    ['a parameter of 2296 characters', `/v1/cards/${'1'.repeat(2296)}/statements`, [414]],
    ['an encoded parameter of 2300 characters', `/v1/cards/${'%31'.repeat(2300)}/statements`, [414]],
    ['an address of 20,000 characters', `/v1/cards/1/statements?${'x'.repeat(20_000)}`, [414, 431]],
    ['five hundred segments', `/v1${'/cards'.repeat(500)}`, [404, 414]],
  ])('by %s, is refused', async (_what, path, statuses) => {
    const answer = await attacked.ana.post(path, { month: 13, year: 2026 });

    expect(statuses).toContain(answer.status);
    expect(answer.body).toMatchObject({ status: answer.status, success: false });
    expect(answer.text.length).toBeLessThan(2000);
    expect(await attacked.control.calls({ upstream: 'wallet' })).toEqual([]);
  });

  it('by a thousand parameters of the query, brings them to the upstream as they came, since Migo may know them', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `p${index}=1`).join('&');

    expect((await attacked.ana.get(`${NORMAL_CALL}&${many}`)).status).toBe(200);
    expect((await attacked.control.onlyCall()).url).toMatch(new RegExp(`\\?limit=1&${many}$`));
  });

  it.each([
    ['sent', CARDHOLDERS, `{"name":"${'x'.repeat(MIB)}"}`],
    ['sent for a login', '/v1/auth/operator/login', `{"email":"${'x'.repeat(MIB)}"}`],
  ])('by its body, %s, is refused', async (_how, path, body) => {
    expectRefusal(await attacked.ana.post(path, body), { status: 413, code: 'payload_too_large' }, 'xxxxx');
    await attacked.expectNoUpstreamCall();
  });

  it('by its body, announced and not sent, is refused at once', async () => {
    const bytes = head(CARDHOLDERS).replace('GET', 'POST');
    const declared = 'content-type: application/json\r\nconnection: close\r\ncontent-length: 99999999999\r\n\r\n{';

    expect(await sendBytes(attacked.url, bytes + declared)).toMatch(/^HTTP\/1\.1 413 /);
    await attacked.expectNoUpstreamCall();
  });

  it('by its body, in chunks that never say how many, is cut off', async () => {
    const bytes = head(CARDHOLDERS).replace('GET', 'POST');
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const endless = `content-type: application/json\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n`;

    const answer = await sendBytes(attacked.url, bytes + endless + chunk.repeat(20));

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    await attacked.expectNoUpstreamCall();
  });

  it('by a compressed body, which is not unpacked, is refused', async () => {
    const headers = { 'content-encoding': 'gzip' };

    const reply = await attacked.ana.post(CARDHOLDERS, '\u001f\u008b\u0008', { headers });

    expect([400, 415]).toContain(reply.status);
    await attacked.expectNoUpstreamCall();
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
