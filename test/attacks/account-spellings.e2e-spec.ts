/**
 * The attack: to have the tries at one account many times over, by spelling its name in other ways, or by naming other partners
 * whose users are the same ones; or to read in the keys of Redis who has been tried.
 */
import { eventually } from '../storage/eventually.js';
import { ATTACK_START_MS, AttackedGateway } from '../support/attacked-gateway.js';
import { Client, JOSE, type Reply } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { ask } from '../support/redis-client.js';
import { RedisServer } from '../support/redis-server.js';

const TRIES = 5;
const OTP = '/v1/auth/otp';
const WRONG = { otp: '000000' };
const PARTNERS = ['demo', 'second', 'third', 'fourth'];
const PEDRO = { email: 'pedro@demo.migo.test', password: 'Demo-Pass-4!' };
const LUIS = { email: 'luis@demo.migo.test', password: 'Demo-Pass-2!' };
/** Nobody tries her codes. */
const ANA_LUCIA = { username: 'ana@wallet.migo.test', password: 'Wallet-Pass-2!' };
const SPELLINGS = [
  JOSE.username,
  JOSE.username.toUpperCase(),
  'Jose@Wallet.Migo.Test',
  ` ${JOSE.username}`,
  'ｊose@wallet.migo.test',
];

describe('one account by many names', () => {
  let attacked: AttackedGateway;
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const [demo, ...others] = PARTNERS;
    const config = {
      partners: [
        demoPartner({ id: demo }),
        ...others.map((id) => demoPartner({ id, origins: [], applicationKeys: [] })),
      ],
      limits: { login: { requests: TRIES, seconds: 900 }, refusalStepMs: 50 },
      redis: { url: redis.url, keyPrefix: 'spelt' },
    };
    attacked = await AttackedGateway.start(() => config);
  }, ATTACK_START_MS);

  afterAll(async () => {
    await attacked.close();
    await redis.stop();
  });

  beforeEach(() => attacked.control.forgetCalls());
  afterEach(() => attacked.control.clearFaults());

  const anonymous = (): Client => new Client(attacked.url);
  const handleOf = async (path: string, credentials: object): Promise<Client> => {
    const { body } = await anonymous().post(path, { transport: 'token', ...credentials });
    return anonymous().withToken(String(body.data.sessionToken));
  };
  const countOf = (replies: readonly Reply[], status: number): number =>
    replies.filter((reply) => reply.status === status).length;

  it('has as many passwords over all partners of one user base as at one', async () => {
    const replies: Reply[] = [];
    for (let index = 0; index < 6 * PARTNERS.length; index += 1) {
      const guess = { ...PEDRO, password: `guess-${index}`, partner: PARTNERS[index % PARTNERS.length] };
      replies.push(await anonymous().post('/v1/auth/operator/login', guess));
    }

    expect(countOf(replies, 401)).toBe(TRIES);
    expect(countOf(replies, 429)).toBe(replies.length - TRIES);
    expect(await attacked.control.calls({ upstream: 'cms', path: '/app/users/login' })).toHaveLength(TRIES);
  });

  it('has no session left anywhere after a reset at one partner, however the name is spelt there', async () => {
    const path = '/v1/auth/cardholder/login';
    const thieves = await Promise.all(PARTNERS.slice(1).map((partner) => handleOf(path, { ...ANA_LUCIA, partner })));
    const confirmed = { kind: 'status', status: 204, times: 1 };
    await attacked.control.fault({ upstream: 'wallet', path: '/users/auth/password/reset', ...confirmed });
    const [email, password] = [` ${ANA_LUCIA.username.toUpperCase()}`, 'New-Pass-1!'];

    const page = new Client(attacked.url, { origin: ORIGIN });
    const reset = { email, otp: '123456', password, confirmPassword: password };
    expect((await page.post('/v1/users/auth/password/reset', reset)).status).toBeLessThan(300);

    for (const thief of thieves) await eventually(async () => (await thief.get('/v1/auth/session')).status === 401);
  });

  it('has as many codes over all partners of one user base as at one', async () => {
    const path = '/v1/auth/operator/login';
    const sessions = await Promise.all(PARTNERS.map((partner) => handleOf(path, { ...LUIS, partner })));
    await sessions[0]?.post(OTP, {});
    await attacked.control.forgetCalls();

    const tries: Reply[] = [];
    for (const session of [...sessions, ...sessions, ...sessions]) {
      tries.push(await session.send('PUT', OTP, { body: WRONG }));
    }

    expect(countOf(tries, 400)).toBe(TRIES);
    expect(await attacked.control.calls({ method: 'PUT', path: '/app/users/auth/otp' })).toHaveLength(TRIES);
  });

  it('has as many codes under all spellings of a user name, of which Migo tells no id, as under one', async () => {
    // A wallet that knows its users by any spelling of their names.
    const data = { accessToken: 'spelt-access-token', refreshToken: 'spelt-refresh-token' };
    const login = { upstream: 'wallet', path: '/users/auth/login', kind: 'status', status: 200 } as const;
    const refusal = { upstream: 'wallet', path: '/users/auth/otp', kind: 'status', status: 400 } as const;
    await attacked.control.fault({ ...login, body: { success: true, data } });
    await attacked.control.fault({
      ...refusal,
      body: { success: false, errors: [{ code: '7000', message: 'wrong' }] },
    });

    const tries: Reply[] = [];
    for (const username of SPELLINGS) {
      const session = await handleOf('/v1/auth/cardholder/login', { ...JOSE, username, partner: 'demo' });
      for (let index = 0; index < TRIES; index += 1) tries.push(await session.send('PUT', OTP, { body: WRONG }));
    }

    expect(countOf(tries, 400)).toBe(TRIES);
    expect(countOf(tries, 429)).toBe(tries.length - TRIES);
    expect(await attacked.control.calls({ method: 'PUT', path: '/users/auth/otp' })).toHaveLength(TRIES);
  });

  it('reads nobody’s name in the keys of Redis', async () => {
    const keys = String(await ask(redis, 'KEYS', '*'));

    expect(keys).toContain('limit:');
    expect(keys).not.toMatch(/pedro|luis|jose|@/i);
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
