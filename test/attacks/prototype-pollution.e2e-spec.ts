/**
 * The attack: names that reach an object's prototype, in a body, a query, a form or a path, so that every object of the process
 * has a field of the attacker's choosing: a scope, a partner, a header, an answer (CWE-1321).
 */
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { ANA, BILLING, Client } from '../support/client.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';

const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const VERIFY = '/v1/subscriptions/verify-card';
const CANARY = 'polluted-canary';
const INVALID_JSON = { status: 400, code: 'invalid_json' };
const GOOD = `"cardId":5010,"name":"Lucia","lastName":"Perez","address":"6a avenida","countryOfBirth":"GT",
  "dateOfBirth":"1990-04-23","maritalStatus":"casado","gender":"F","phoneNumber":"50255551234","email":"odd@example.com",
  "documentType":"DPI","documentNumber":"2547896310101"`;

describe('a name that reaches a prototype', () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    mustNotBeLogged(CANARY);
    attacked = await AttackedGateway.start();
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  /** Nothing has changed for anybody: neither for a new login, nor for what has no such field. */
  afterEach(async () => {
    const anonymous = await attacked.anonymous.get('/v1/auth/session');
    expectRefusal(anonymous, { status: 401, code: 'authentication_required' }, CANARY);
    expect((await attacked.anonymous.get('/health')).body).toEqual({ status: 'ok' });
  });

  it.each([
    ['__proto__', `{"__proto__":{"scopes":["*"],"status":"${CANARY}"},${GOOD}}`],
    ['__proto__ in escapes', `{"\\u005f_proto__":{"status":"${CANARY}"},${GOOD}}`],
    ['__proto__ in more escapes', `{"\\u005F\\u005f\\u0070roto\\u005f_":{"status":"${CANARY}"},${GOOD}}`],
    ['__proto__ further in', `{"raw":{"a":[{"__proto__":{"status":"${CANARY}"}}]},${GOOD}}`],
    ['__proto__ that is no object', `{"__proto__":"${CANARY}",${GOOD}}`],
    ['constructor.prototype', `{"constructor":{"prototype":{"status":"${CANARY}"}},${GOOD}}`],
    ['constructor.prototype further in', `{"raw":{"constructor":{"prototype":{"status":"${CANARY}"}}},${GOOD}}`],
    ['constructor in escapes', `{"\\u0063onstructor":{"\\u0070rototype":{"status":"${CANARY}"}},${GOOD}}`],
  ])('is refused in the body of an operation: %s', async (_name, body) => {
    expectRefusal(await attacked.ana.post(CARDHOLDERS, body), INVALID_JSON, CANARY);
    await attacked.expectNoUpstreamCall();
  });

  it.each([
    ['a login', '/v1/auth/operator/login', `{"email":"${ANA.email}","__proto__":{"password":"${CANARY}"}}`],
    ['a login of a cardholder', '/v1/auth/cardholder/login', `{"constructor":{"prototype":{"username":"${CANARY}"}}}`],
    ['a money row', VERIFY, `{"__proto__":{"uid":"${CANARY}"},"processor":"fac-2","cardInfo":{"token":"x"}}`],
    ['the card of a money row', VERIFY, `{"uid":"trx_demo00000002","cardInfo":{"__proto__":{"token":"${CANARY}"}}}`],
    ['a one-time code', '/v1/auth/otp', `{"__proto__":{"otp":"${CANARY}"}}`],
  ])('is refused in %s', async (_what, path, body) => {
    expectRefusal(await attacked.ana.post(path, body), INVALID_JSON, CANARY);
    await attacked.expectNoUpstreamCall();
  });

  it.each([
    `__proto__=${CANARY}`,
    `__proto__[limit]=${CANARY}`,
    `__proto__.limit=${CANARY}`,
    `constructor=${CANARY}`,
    `constructor[prototype][limit]=${CANARY}`,
    `page[__proto__][x]=${CANARY}`,
    `%5F%5Fproto%5F%5F=${CANARY}`,
    `__proto__=a&__proto__=${CANARY}`,
    `hasOwnProperty=${CANARY}&toString=${CANARY}`,
  ])('stays behind in a query: %s', async (query) => {
    const { status, text } = await attacked.ana.get(`${CARDHOLDERS}?limit=1&${query}`);

    expect(status).toBe(200);
    expect(text).not.toContain(CANARY);
    expect((await attacked.control.onlyCall()).url).toMatch(/\/cardholders\?limit=1$/);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'is no partner in a path: %s',
    async (name) => {
      expectRefusal(await attacked.ana.get(`/v1/partners/${name}/cardholders`), { status: 403, code: 'FORBIDDEN' });
      await attacked.expectNoUpstreamCall();
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('is no partner in a login, and no client: %s', async (name) => {
    const login = await attacked.anonymous.post('/v1/auth/operator/login', { ...ANA, partner: name });
    const token = await attacked.anonymous.requestToken({ ...BILLING, id: name });

    expectRefusal(login, { status: 400, code: 'validation_failed' });
    expectRefusal(token, { status: 401, code: 'invalid_client' });
    await attacked.expectNoUpstreamCall();
  });

  it.each(['__proto__', 'constructor', '__proto__[scope]', 'constructor.prototype.scope'])(
    'gives no scope in the form of a token: %s',
    async (name) => {
      const { status, body } = await attacked.anonymous.requestToken(
        { id: 'demo-reader', secret: 'demo-reader-secret-2' },
        { [`x${name}`.slice(1)]: '*' },
      );

      expect([200, 400]).toContain(status);
      expect(body.scope ?? '').not.toContain('*');
    },
  );

  it('is no header that does anything', async () => {
    const caller = new Client(attacked.url, { constructor: CANARY, prototype: CANARY, tostring: CANARY });

    expectRefusal(await caller.get(CARDHOLDERS), { status: 401, code: 'authentication_required' }, CANARY);
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
