/**
 * The attack: to pass for somebody who has a one-time code by an answer that does not say so: a refusal under a 200, a page of a
 * proxy or a firewall, an empty answer, an elevated session without its token; or to be forgiven wrong codes by one.
 */
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import type { Client } from '../support/client.js';

const OTP = '/v1/auth/otp';
const SARA = { email: 'sara@demo.migo.test', password: 'Demo-Pass-5!' };
const TRIES = 5;
const WRONG = { otp: '000000' };

interface Fault {
  kind: string;
  status: number;
  body?: unknown;
}

const UNPROVEN: [what: string, fault: Fault][] = [
  ['a refusal under a 200', { kind: 'status', status: 200, body: { success: false, message: 'OTP is wrong' } }],
  ['a web page', { kind: 'html', status: 200 }],
  ['an empty answer', { kind: 'empty', status: 204 }],
  ['JSON without a verdict', { kind: 'status', status: 200, body: { data: {} } }],
  ['a verdict that is a text', { kind: 'status', status: 200, body: { success: 'true', data: {} } }],
  ['a list', { kind: 'status', status: 200, body: [{ success: true }] }],
];
const WITHOUT_TOKEN: [what: string, fault: Fault] = [
  'an elevated session without its token',
  { kind: 'status', status: 200, body: { success: true, data: {} } },
];

describe('codes that nobody has called right', () => {
  let attacked: AttackedGateway;
  let operator: Client;
  let cardholder: Client;

  beforeAll(async () => {
    attacked = await AttackedGateway.start(() => ({ limits: { otp: { requests: 100, seconds: 900 } } }));
    operator = await attacked.anonymous.logIn(SARA);
    cardholder = await attacked.anonymous.logInAsCardholder();
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  afterEach(() => attacked.control.clearFaults());

  const expectNoWindow = async (caller: Client): Promise<void> => {
    const { status, body } = await caller.get('/v1/auth/session');
    expect({ status, left: body.data.stepUpSecondsLeft ?? 0 }).toEqual({ status: 200, left: 0 });
  };

  it.each(UNPROVEN)('open no window to an operator: %s', async (_what, fault) => {
    await attacked.control.fault({ upstream: 'cms', method: 'PUT', path: '/app/users/auth/otp', ...fault });

    const { status } = await operator.send('PUT', OTP, { body: WRONG });

    expect([400, 502]).toContain(status);
    await expectNoWindow(operator);
  });

  it.each([...UNPROVEN, WITHOUT_TOKEN])('open no window to a cardholder: %s', async (_what, fault) => {
    await attacked.control.fault({ upstream: 'wallet', method: 'PUT', path: '/users/auth/otp', ...fault });

    const { status } = await cardholder.send('PUT', OTP, { body: WRONG });

    expect([400, 502]).toContain(status);
    await expectNoWindow(cardholder);
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});

describe('wrong codes', () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());

  it('are not forgiven for an answer that proves none, which is one more', async () => {
    const sara = await attacked.anonymous.logIn(SARA);
    const upstream = { upstream: 'cms', method: 'PUT', path: '/app/users/auth/otp' } as const;
    await sara.post(OTP, {});
    for (let index = 2; index < TRIES; index += 1) {
      expect((await sara.send('PUT', OTP, { body: WRONG })).status).toBe(400);
    }
    await attacked.control.fault({ ...upstream, kind: 'html', times: 1, status: 200 });
    await attacked.control.fault({ ...upstream, kind: 'empty', times: 1, status: 204 });
    for (let index = 0; index < 2; index += 1) await sara.send('PUT', OTP, { body: WRONG });
    await attacked.control.clearFaults();
    await attacked.control.forgetCalls();

    expectRefusal(await sara.send('PUT', OTP, { body: WRONG }), { status: 429, code: 'rate_limited' });
    await attacked.expectNoUpstreamCall();
  });
});
