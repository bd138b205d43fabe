/**
 * The attack: to have more than five tries at an operator's code by sending codes with calls: and hanging up before the answer, or
 * with a success elsewhere between, by both doors of two replicas at once, or
 * within an array, where Migo documents no more of a body than what its members are called.
 */
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { Client, type Reply } from '../support/client.js';

const TRIES = 5;
const OTP = '/v1/auth/otp';
const HOLDER = 'partners/partner-demo/cardholders/ch-000001';
const OTHER_HOLDER = 'partners/partner-demo/cardholders/ch-000002';
const SARA = { email: 'sara@demo.migo.test', password: 'Demo-Pass-5!' };
const WRONG = '000000';
const CARD = { email: 'ana@wallet.migo.test', suffix: '1002', alias: 'Hermana' };
const LOCKED = { status: 429, code: 'rate_limited' };

describe('trying codes that come with a call', () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    attacked = await AttackedGateway.start(undefined, 2);
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());

  beforeEach(() => Promise.all([attacked.forgetAttempts(), attacked.control.clearFaults()]));

  const logIn = (): Promise<Client> => attacked.anonymous.logIn(SARA);
  const tried = (from: Client, holder = HOLDER): Promise<Reply> =>
    from.get(`/v1/${holder}`, { headers: { 'x-otp': WRONG } });
  const sent = async (holder = HOLDER): Promise<number> =>
    (await attacked.control.calls({ upstream: 'cms', path: `/app/${holder}` })).length;

  it('has no more tries for hanging up before the answer', async () => {
    const sara = await logIn();
    await attacked.control.fault({ upstream: 'cms', path: '/app/partners', kind: 'late', delayMs: 250 });
    await attacked.control.forgetCalls();

    for (let index = 0; index < 21; index += 1) {
      const signal = AbortSignal.timeout(60);
      const left = sara.at(attacked.replicaUrl(index)).open(`/v1/${HOLDER}`, { headers: { 'x-otp': WRONG }, signal });
      await left.catch(() => undefined);
    }
    await new Promise((wake) => setTimeout(wake, 400));

    expect(await sent()).toBe(TRIES);
    await attacked.control.clearFaults();
    expectRefusal(await tried(sara), LOCKED);
  });

  it('is forgiven none for a success where no code was proven', async () => {
    const sara = await logIn();
    const success = { kind: 'status', status: 200, body: { success: true, data: {} } };
    await attacked.control.fault({ upstream: 'cms', path: `/app/${OTHER_HOLDER}`, ...success });
    await attacked.control.forgetCalls();

    const replies: Reply[] = [];
    for (let index = 0; index < 24; index += 1) {
      replies.push(await tried(sara));
      if (index % 4 === 3) await tried(sara, OTHER_HOLDER);
    }

    expect(replies.filter(({ status }) => status === 429)).toHaveLength(24 - TRIES);
    expect(await sent()).toBe(TRIES);
  });

  it('is forgiven the wrong ones of a place once only, and none of the other door', async () => {
    const sara = await logIn();
    await sara.post(OTP, {});
    await tried(sara);
    const verify = (): Promise<Reply> => sara.send('PUT', OTP, { body: { otp: WRONG } });
    const success = { kind: 'status', status: 200, body: { success: true, data: {} } };
    await attacked.control.fault({ upstream: 'cms', path: `/app/${HOLDER}`, ...success });

    const statuses: number[] = [];
    for (let index = 0; index < 8; index += 1) {
      statuses.push((await verify()).status);
      await tried(sara);
    }

    expect(statuses).toEqual([...Array.from({ length: TRIES }, () => 400), 429, 429, 429]);
  });

  it('is none where the operation sends no code to Migo: whoever names one is told what was wrong', async () => {
    const sara = await logIn();
    const refusal = { kind: 'status', status: 422, body: { success: false, message: 'The person is a minor' } };
    await attacked.control.fault({
      upstream: 'cms',
      path: '/app/partners/partner-demo/cardholders/ch-000001/cards',
      ...refusal,
    });
    const path = `/v1/${HOLDER}/cards/association`;
    const headers = { 'x-otp': WRONG };

    for (let index = 0; index <= TRIES; index += 1)
      expectRefusal(await sara.post(path, CARD, { headers }), { status: 422, code: 'rejected_by_migo' });
  });

  it('has no more tries for sending them within an array', async () => {
    const sara = await logIn();
    const refusal = { kind: 'status', status: 403, body: { success: false, message: 'The one-time code is wrong' } };
    await attacked.control.fault({ upstream: 'cms', path: `/app/${HOLDER}`, ...refusal });
    await attacked.control.forgetCalls();

    const replies: Reply[] = [];
    for (let index = 0; index < 8; index += 1) replies.push(await sara.post(`/v1/${HOLDER}`, [{ otp: WRONG }]));

    expect(replies.filter(({ status }) => status === 429)).toHaveLength(8 - TRIES);
    expect(await sent()).toBe(TRIES);
  });

  it('has five by both doors of two replicas at once', async () => {
    const sara = await logIn();
    await sara.post(OTP, {});
    await attacked.control.forgetCalls();

    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const replica = sara.at(attacked.replicaUrl(index));
        return index % 4 < 2 ? tried(replica) : replica.send('PUT', OTP, { body: { otp: WRONG } });
      }),
    );

    const verified = await attacked.control.calls({ method: 'PUT', path: '/app/users/auth/otp' });
    expect((await sent()) + verified.length).toBe(TRIES);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(replies.length - TRIES);
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
