/**
 * The attack: to have the token that all callers of a partner share renewed again and again, by calling what Migo answers with 401
 * whatever the token, or by a login whose refusal speaks of tokens. It needs no login, and Migo may end a client that does that.
 */
import { ATTACK_START_MS, AttackedGateway } from '../support/attacked-gateway.js';
import { Client, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';

const CALLS = 20;
const STATEMENT = { month: 10, year: 2026 };
const UNAUTHORIZED = {
  kind: 'status',
  status: 401,
  body: { success: false, errors: [{ code: 'UNAUTHORIZED', message: 'token: not allowed here' }] },
} as const;

describe('renewing without need', () => {
  let attacked: AttackedGateway;

  // The token of a gateway for each: what was renewed in vain is remembered for a while.
  beforeEach(async () => {
    const limits = { login: { requests: 1000, seconds: 900 }, refusalStepMs: 5 };
    attacked = await AttackedGateway.start(() => ({ limits }));
    await attacked.ana.post('/v1/cards/1001/statements', STATEMENT);
    await attacked.control.forgetCalls();
  }, ATTACK_START_MS);

  afterEach(async () => {
    await attacked.control.clearFaults();
    await attacked.expectUnharmed();
    await attacked.close();
  });

  const renewals = async (upstream: 'cms' | 'wallet'): Promise<number> =>
    (await attacked.control.calls({ upstream })).filter(({ path }) => /\/auth\/(login|refresh)$/.test(path)).length;
  const often = async (call: (index: number) => Promise<Reply>): Promise<number[]> => {
    const statuses: number[] = [];
    for (let index = 0; index < CALLS; index += 1) statuses.push((await call(index)).status);
    return statuses;
  };

  it.each<[what: string, path: string, call: (page: Client, index: number) => Promise<Reply>]>([
    [
      'of an operator',
      '/cards',
      (_page, index) => attacked.ana.post(`/v1/cards/${1001 + index}/statements`, STATEMENT),
    ],
    [
      'that moves money',
      '/cards/transfer',
      () => attacked.ana.post('/v1/cards/transfer', { fromCardId: 1, toCardId: 2, amount: 1 }),
    ],
    [
      'of a stranger',
      '/leads',
      (page) => page.post('/v1/leads', { firstName: 'A', lastName: 'B', commercialName: 'C' }),
    ],
  ])('is done once for a call %s', async (_what, path, call) => {
    await attacked.control.fault({ upstream: 'wallet', path, ...UNAUTHORIZED });
    const page = new Client(attacked.url, { origin: ORIGIN });

    const statuses = await often((index) => call(page, index));

    expect(statuses.every((status) => status >= 500)).toBe(true);
    expect(await renewals('wallet')).toBeLessThanOrEqual(1);
    expect((await attacked.control.calls({ upstream: 'wallet', path })).length).toBeLessThanOrEqual(CALLS + 1);
  });

  it('is done once for logins that speak of tokens', async () => {
    await attacked.control.fault({ upstream: 'cms', path: '/app/users/login', ...UNAUTHORIZED });

    const statuses = await often((index) =>
      attacked.anonymous.post('/v1/auth/operator/login', { email: `token${index}@demo.migo.test`, password: 'x' }),
    );

    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(await renewals('cms')).toBeLessThanOrEqual(1);
    expect((await attacked.control.calls({ path: '/app/users/login' })).length).toBeLessThanOrEqual(CALLS + 1);
  });

  it('keeps nobody from noticing a real revocation at once, there and elsewhere', async () => {
    await attacked.control.fault({ upstream: 'wallet', path: '/cards/1001', ...UNAUTHORIZED, times: 3 });
    await often(() => attacked.ana.post('/v1/cards/1001/statements', STATEMENT));
    for (let round = 0; round < 3; round += 1) {
      await attacked.control.expireTokens({ upstream: 'wallet', kind: 'application' });
      expect((await attacked.ana.get('/v1/cards/1001/transfers/10/2026')).status).toBe(200);
      expect((await attacked.ana.post('/v1/cards/1001/statements', STATEMENT)).status).toBe(201);
    }
  });
});
