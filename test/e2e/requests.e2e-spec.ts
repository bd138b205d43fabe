import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { sendBytes } from '../support/foreign/verbatim-client.js';
import { VerbatimUpstream } from '../support/foreign/verbatim-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const VERIFY = '/v1/subscriptions/verify-card';
const CARD_CANARY = 'tok_canary_requests_6011000990139424';

/** Odd in every way that JSON allows: order, spaces, escapes, unknown fields, numbers that are no JavaScript numbers. */
const ODD_CARDHOLDER = `\t{"zzz" : 9007199254740993,"cardId":5010 ,
  "limit":10.00, "rate":0.1,"tiny":1e-400,"huge":1E+400, "minus":-0, "name":"Luc\\u00eda \u{1F4B3}\\/","lastName":"P\u00e9rez  ",
  "address":"6a avenida 1-23","countryOfBirth":"GT","dateOfBirth":"1990-04-23","maritalStatus":"casado","gender":"F",
  "phoneNumber":"50255551234","email":"odd@example.com","documentType":"DPI","documentNumber":"2547896310101",
  "nested":{"b":[1.10,[],{}],"a":null}}\r\n `;
const ODD_VERIFY_CARD = `{ "cardInfo": {"token":"${CARD_CANARY}", "amount":10.00,"limit":9007199254740993,"x":0.1},
"uid":"trx_demo00000005","processor" : "visa-cybersource" , "customKeys":{"orderId":"\u00f1-1"} }`;

describe('a request', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let exact: VerbatimUpstream;
  let gateway: GatewayProcess;
  let anonymous: Client;
  let ana: Client;

  beforeAll(async () => {
    mustNotBeLogged(CARD_CANARY);
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    exact = await VerbatimUpstream.start();
    const upstreams = upstreamsOf({ urls: { ...simulator.urls, payments: exact.url } });
    gateway = await GatewayProcess.start({ config: { upstreams } });
    anonymous = new Client(gateway.url);
    ana = await anonymous.logIn();
  });

  afterAll(async () => {
    await simulator.close();
    await exact.close();
    await gateway.stop();
  });

  beforeEach(() => control.forgetCalls());

  describe('that is right', () => {
    it.each([
      ['a cardholder', CARDHOLDERS, ODD_CARDHOLDER, 201],
      ['a card to verify', VERIFY, ODD_VERIFY_CARD, 200],
    ])('takes %s to its upstream byte for byte', async (_what, path, body, status) => {
      expect((await ana.post(path, body)).status).toBe(status);
      const [call] = await control.calls({ method: 'POST' });
      expect(call?.body).toBe(body);
      expect(call?.headers['content-length']).toBe(String(Buffer.byteLength(body)));
      expect(call?.headers['content-type']).toBe('application/json');
    });

    it('brings the answer back byte for byte', async () => {
      const text =
        '\n{ "success":true,"data" : [ {"amount":10.00,"id":9007199254740993, "x":0.1,"n":"\\u00f1 \u00f1"} ] }\t';
      const length = Buffer.byteLength(text);
      exact.answersWith(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${text}`,
      );

      expect(await ana.get('/v1/transactions/search')).toMatchObject({ status: 200, text });
    });

    it('may say its charset', async () => {
      const headers = { 'content-type': 'application/json; charset=utf-8' };

      expect((await ana.post('/v1/cards/1002/statements', { month: 1, year: 2026 }, { headers })).status).toBe(201);
    });
  });

  describe('that is not', () => {
    it.each([
      ['is no JSON', '{"name":', 400, 'invalid_json'],
      ['is JSON with more behind it', '{} {}', 400, 'invalid_json'],
      ['is empty', '', 400, 'validation_failed'],
      ['is spaces', '   ', 400, 'invalid_json'],
      ['is an array', '[{"name":"x"}]', 400, 'validation_failed'],
      ['is null', 'null', 400, 'validation_failed'],
      ['is a text', '"name"', 400, 'validation_failed'],
      ['is an empty object', '{}', 400, 'validation_failed'],
    ])('because its body %s, is refused before any upstream', async (_how, body, status, code) => {
      const answer = await ana.post(CARDHOLDERS, body);

      expect(answer).toMatchObject({ status, body: { code, status, success: false } });
      expect(await control.calls()).toEqual([]);
    });

    it.each([
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'text/json',
      'application/json2',
      'x',
    ])('because it is of type %s, is refused', async (type) => {
      const answer = await ana.post(CARDHOLDERS, ODD_CARDHOLDER, { headers: { 'content-type': type } });

      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
      expect(await control.calls()).toEqual([]);
    });

    it('because it has no body at all, is refused', async () => {
      const answer = await ana.send('POST', CARDHOLDERS);

      expect(answer).toMatchObject({ status: 400, body: { success: false } });
      expect(await control.calls()).toEqual([]);
    });

    // Neither length nor chunks: no body is coming, so nobody may wait for one.
    it.each([
      ['POST', '/v1/auth/operator/login', 'application/json'],
      ['POST', '/v1/auth/token', 'application/x-www-form-urlencoded'],
      ['POST', '/v1/partners/partner-demo/cardholders/upload', 'multipart/form-data; boundary=x'],
      ['DELETE', '/v1/auth/session', 'application/json'],
    ])('because it has the type of a body and no body, is answered at once: %s %s', async (method, path, type) => {
      const { authorization = '' } = (await anonymous.logIn()).headers;
      const head = [`${method} ${path} HTTP/1.1`, 'host: x', 'connection: close', `authorization: ${authorization}`];
      const answer = await sendBytes(gateway.url, [...head, `content-type: ${type}`, '', ''].join('\r\n'));

      expect(answer).toMatch(method === 'DELETE' ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 4\d\d /);
    });

    it.each([
      ['that is no HTTP', 'EHLO mail.example\r\n\r\n'],
      ['with another version', 'GET /health HTTP/9.9\r\nhost: x\r\n\r\n'],
    ])('%s, is answered with a problem', async (_what, bytes) => {
      const answer = await sendBytes(gateway.url, bytes);

      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).toMatch(/\r\ncontent-type: application\/problem\+json/i);
      expect(answer).toMatch(/"code":"[a-z_]+"/);
    });
  });

  it('without a host is refused', async () => {
    const answer = await sendBytes(gateway.url, 'GET /health HTTP/1.1\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).toMatch(/\r\nx-request-id: /i);
    expect(answer).toContain('"code":"malformed_request"');
  });

  it('of HTTP/1.0 needs none', async () => {
    expect(await sendBytes(gateway.url, 'GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  describe('without a right to it', () => {
    it.each([
      ['GET', CARDHOLDERS],
      ['POST', CARDHOLDERS],
      ['POST', '/v1/cards/1001/statements'],
      ['POST', VERIFY],
      ['GET', '/v1/subscriptions'],
      ['GET', '/v1/transactions/search'],
      ['GET', '/v1/auth/session'],
      ['DELETE', '/v1/auth/session'],
    ])('is challenged before anything else is looked at: %s %s', async (method, path) => {
      const { status, headers, body } = await anonymous.send(method, path, method === 'POST' ? { body: {} } : {});

      expect({ status, body }).toMatchObject({
        status: 401,
        body: { code: 'authentication_required', success: false },
      });
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(await control.calls()).toEqual([]);
    });
  });
});
