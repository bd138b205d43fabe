/**
 * The attack: to hit somebody's one-time code where an account is named and no login is needed: by the account in another member or
 * as no text, by all doors in turn, by an answer that says nothing, or with few tries at each of very many accounts.
 */
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { Client, JOSE, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';

const TRIES = 5;
const PARTNER_TRIES = 20;
const VERIFY = ['PUT', '/v1/users/auth/otp'] as const;
const RESET = ['POST', '/v1/users/auth/password/reset'] as const;
const REQUEST = ['POST', '/v1/users/auth/otp'] as const;
const CODE = { otp: '000000', purpose: 'pin_change', password: 'New-Pass-1!' };
const NOBODY = { status: 400, code: 'validation_failed' };
const LOCKED = { status: 429, code: 'rate_limited' };
const VICTIM = 'luis@wallet.migo.test';
const WITHOUT_ACCOUNT: [what: string, body: unknown][] = [
  ['another member', { ...CODE, username: VICTIM }],
  ['a list', { ...CODE, email: [VICTIM] }],
  ['an object', { ...CODE, email: { $eq: VICTIM } }],
  ['null', { ...CODE, email: null }],
  ['a number', { ...CODE, email: 5 }],
  ['spaces', { ...CODE, email: '  ' }],
  ['a list as body', [{ ...CODE, email: VICTIM }]],
];

describe('codes of a named account', () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    const limits = { partnerCodes: { requests: PARTNER_TRIES, seconds: 900 }, refusalStepMs: 20 };
    attacked = await AttackedGateway.start(() => ({ limits, server: { trustedProxies: ['127.0.0.1'] } }));
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());

  beforeEach(() => attacked.control.forgetCalls());
  afterEach(() => attacked.control.clearFaults());

  let address = 0;
  const sent = ([method, path]: readonly [string, string], body: unknown): Promise<Reply> => {
    address += 1;
    const headers = { origin: ORIGIN, 'x-forwarded-for': `198.51.${Math.floor(address / 250)}.${address % 250}` };
    return new Client(attacked.url).send(method, path, { body, headers });
  };
  const arrived = async (): Promise<number> => (await attacked.control.calls({ upstream: 'wallet' })).length;

  describe.each([[VERIFY], [RESET], [REQUEST]])('by %p', (door) => {
    it.each(WITHOUT_ACCOUNT)('are not tried where it is %s', async (_what, body) => {
      expectRefusal(await sent(door, body), NOBODY);
      expect(await arrived()).toBe(0);
    });
  });

  it('are five by all doors together, of its own session too', async () => {
    const jose = await new Client(attacked.url).logInAsCardholder();
    await attacked.control.forgetCalls();
    const { username: email } = JOSE;

    for (let index = 0; index < 2; index += 1) {
      expect((await sent(VERIFY, { ...CODE, email: email.toUpperCase() })).status).toBe(400);
      expect((await sent(RESET, { ...CODE, email: ` ${email}` })).status).toBe(400);
    }
    expect((await jose.send('PUT', '/v1/auth/otp', { body: { otp: CODE.otp } })).status).toBe(400);

    expectRefusal(await sent(VERIFY, { ...CODE, email }), LOCKED);
    expectRefusal(await sent(RESET, { ...CODE, email }), LOCKED);
    expectRefusal(await jose.send('PUT', '/v1/auth/otp', { body: { otp: CODE.otp } }), LOCKED);
    expect(await arrived()).toBe(TRIES);
  });

  it('are not forgiven for an answer that says nothing of the code', async () => {
    await attacked.control.fault({ upstream: 'wallet', path: '/users/auth', kind: 'html' });

    const statuses: number[] = [];
    for (let index = 0; index < TRIES + 2; index += 1) {
      statuses.push((await sent(index % 2 === 0 ? VERIFY : RESET, { ...CODE, email: VICTIM })).status);
    }

    expect(statuses.slice(TRIES)).toEqual([429, 429]);
    expect(await arrived()).toBe(TRIES);
  });

  it('are as many as a partner has, over all accounts', async () => {
    const replies: Reply[] = [];
    for (let index = 0; index < 2 * PARTNER_TRIES; index += 1) {
      replies.push(await sent(index % 2 === 0 ? VERIFY : RESET, { ...CODE, email: `victim${index}@wallet.migo.test` }));
    }

    // Some were wrong already.
    expect(await arrived()).toBe(PARTNER_TRIES - 2 * TRIES + 1);
    expect(replies.map(({ status }) => status).at(-1)).toBe(429);
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
