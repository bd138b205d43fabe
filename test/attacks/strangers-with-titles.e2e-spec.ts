/**
 * The attack: somebody without a login adds to a form what makes him more than he is: a role, permissions, a partner, that
 * he is verified. The gateway lends strangers the partner's application token, with which Migo may take such a member.
 */
import { ATTACK_START_MS, AttackedGateway } from '../support/attacked-gateway.js';
import { Client } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { ORIGIN } from '../support/foreign/origins.js';

const LEAD = '{"firstName":"Ana","lastName":"Morales","commercialName":"Tienda Ana","phone":50255551234.10}';
const INVITED =
  '{"invitationCode":"INV-1","deviceId":"d","username":"eve@shop.migo.test","password":"Wallet-Pass-9!","confirmPassword":"Wallet-Pass-9!"}';
const CODE = '{"email":"jose@wallet.migo.test","purpose":"pin_change"}';
const WRONG_CODE = '{"email":"jose@wallet.migo.test","otp":"000000","purpose":"pin_change"}';
const RESET = '{"email":"jose@wallet.migo.test","code":"000000","newPassword":"Wallet-Pass-8!"}';
const LINK = '{"amount":90071992547409931.10,"userId":"50255551234","currency":"GTQ"}';

const FORMS = [
  ['POST', '/leads', LEAD],
  ['POST', '/users', INVITED],
  ['POST', '/users', '{"firstName":"Eve","phoneNumber":1.0}'],
  ['POST', '/users/auth/otp', CODE],
  ['PUT', '/users/auth/otp', WRONG_CODE],
  ['POST', '/users/auth/password/reset', RESET],
  ['POST', '/transactions-hook', LINK],
] as const;

const TITLES = [
  '"role":"ADMIN"',
  '"roles":["admin"]',
  '"r\\u006fle":"ADMIN"',
  '"Role":"ADMIN"',
  '"role.name":"ADMIN"',
  '"permissions":[{"resource":"cards","action":"create","granted":true}]',
  '"isVerified":true',
  '"partnerId":"partner-other"',
  '"callbackUrl":"https://evil.example"',
] as const;

const each = FORMS.flatMap(([method, path, form]) => TITLES.map((title) => ({ method, path, form, title })));

describe('a stranger with a title', () => {
  let attacked: AttackedGateway;
  let page: Client;

  beforeAll(async () => {
    const limits = {
      public: { requests: 1000, seconds: 60 },
      account: { requests: 1000, seconds: 60 },
      otp: { requests: 1000, seconds: 60 },
      refusalStepMs: 50,
    };
    attacked = await AttackedGateway.start(() => ({ partners: [demoPartner({ origins: [ORIGIN] })], limits }));
    page = new Client(attacked.url, { origin: ORIGIN });
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  const sent = async (client: Client, method: string, path: string, body: string): Promise<string | undefined> => {
    await client.send(method, `/v1${path}`, { body, headers: { 'content-type': 'application/json' } });
    const calls = await attacked.control.calls({ path });
    expect(calls).toHaveLength(1);
    return calls[0]?.body;
  };

  it.each(each)('leaves it behind: $method $path $form with $title', async ({ method, path, form, title }) => {
    const plain = await sent(page, method, path, form);
    await attacked.control.forgetCalls();

    expect(await sent(page, method, path, form.replace(/\}$/, `,${title}}`))).toBe(plain);
    await attacked.control.forgetCalls();
    expect(await sent(page, method, path, form.replace('{', `{${title},`))).toBe(plain);
  });

  it.each(FORMS)('loses nothing of an honest form: %s %s', async (method, path, form) => {
    expect(await sent(page, method, path, form)).toContain(form.slice(0, -1));
  });

  it('is none who has logged in: Migo judges his members', async () => {
    const body = LEAD.replace('{', '{"role":"ADMIN",');

    expect(await sent(attacked.ana, 'POST', '/leads', body)).toBe(body);
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
