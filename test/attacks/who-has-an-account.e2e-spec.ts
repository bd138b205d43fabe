/**
 * The attack: to learn who has an account without a login, by what a registration, a login, a code or a reset answers, or by how long
 * it takes: Migo hashes a password only where there is one.
 */
import { ATTACK_START_MS, AttackedGateway } from '../support/attacked-gateway.js';
import { Client, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';

const STEP_MS = 1000;
const HASH_MS = 300;
const INVITED = {
  invitationCode: 'INV-1',
  deviceId: 'd',
  username: 'eve@shop.migo.test',
  password: 'Wallet-Pass-9!',
  confirmPassword: 'Wallet-Pass-9!',
};
const NAMED = { email: 'eve@shop.migo.test', otp: '000000', purpose: 'pin_change', password: 'x' };
const REFUSALS = [
  { status: 409, body: { success: false, errors: [{ code: 'USER_EXISTS', message: 'eve is a user already' }] } },
  { status: 400, body: { success: false, errors: [{ code: '7000', message: 'invitationCode is not valid' }] } },
  { status: 404, body: { success: false, errors: [{ code: '7100', message: 'no such user' }] } },
];

type Way = [what: string, path: string, call: (page: Client) => Promise<Reply>];
const WAYS: Way[] = [
  ['a registration', '/users', (page) => page.post('/v1/users', INVITED)],
  ['a code', '/users/auth/otp', (page) => page.send('PUT', '/v1/users/auth/otp', { body: NAMED })],
  ['a reset', '/users/auth/password/reset', (page) => page.post('/v1/users/auth/password/reset', NAMED)],
  [
    'a login',
    '/users/auth/login',
    (page) => page.post('/v1/auth/cardholder/login', { username: NAMED.email, password: 'x' }),
  ],
];

const TRIES = 3;

describe('who has an account', () => {
  let attacked: AttackedGateway;
  let page: Client;

  beforeAll(async () => {
    const many = { requests: 1000, seconds: 900 };
    const limits = { public: many, account: many, otp: many, login: many, refusalStepMs: STEP_MS };
    attacked = await AttackedGateway.start(() => ({ limits }));
    page = new Client(attacked.url, { origin: ORIGIN });
    await page.post('/v1/users', INVITED);
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  afterEach(() => attacked.control.clearFaults());

  it.each(WAYS)('is not told by %s', async (_what, path, call) => {
    const faces: object[] = [];
    for (const refusal of REFUSALS) {
      await attacked.control.clearFaults();
      await attacked.control.fault({ upstream: 'wallet', path, kind: 'status', ...refusal });
      const { status, body } = await call(page);
      faces.push({ status, told: { ...body, requestId: '', instance: '' } });
    }

    expect(faces[1]).toEqual(faces[0]);
    expect(faces[2]).toEqual(faces[0]);
    expect(JSON.stringify(faces[0])).not.toMatch(/eve|user already|no such/);
  });

  it.each(WAYS)('is not told by the time of %s', async (_what, path, call) => {
    const times: number[] = [];
    for (const delayMs of [0, HASH_MS]) {
      await attacked.control.clearFaults();
      await attacked.control.fault({ upstream: 'wallet', path, kind: 'late', delayMs });
      // The least of some: a busy machine can only add to it.
      const steps: number[] = [];
      while (steps.length < TRIES && !steps.includes(1)) {
        const startedAt = performance.now();
        await call(page);
        steps.push(Math.round((performance.now() - startedAt) / STEP_MS));
      }
      times.push(Math.min(...steps));
    }

    expect(times).toEqual([1, 1]);
  });

  it('is told to those who may know it', async () => {
    const [refusal] = REFUSALS;
    await attacked.control.fault({ upstream: 'wallet', path: '/users', kind: 'status', ...refusal });

    const { body } = await attacked.ana.post('/v1/users', INVITED);

    expect(body.code).toBe('conflict');
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
