/**
 * The attack: an operator whom the CMS lets do something else calls the Wallet Gateway through the gateway. Wallet calls
 * carry the partner's application token, which may do everything: whoever is let through has borrowed its rights.
 */
import type { Row } from '../../src/routes/route.js';
import { Client, LUIS, type Reply } from '../support/client.js';
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { demoPartner } from '../support/demo-partner.js';
import { everyRow, sendRow } from '../support/every-row.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';

const PEDRO = { email: 'pedro@demo.migo.test', password: 'Demo-Pass-4!' };

const rows = (await everyRow()).filter(({ row }) => row.callers.includes('operator'));
const onWallet = rows.filter(({ upstream }) => upstream === 'wallet');
const onOthers = rows.filter(({ upstream }) => upstream === 'middleware' || upstream === 'payments');

/** `resource:action` of each right that a row may ask for. */
function rightsOf({ permission }: Row): string[] {
  if (permission === undefined) return [];
  const permissions = 'field' in permission ? Object.values(permission.values) : [permission];
  return permissions.map((right) => right.join(':'));
}

const allRights = new Set(onWallet.flatMap(({ row }) => rightsOf(row)));

describe('an operator without the permission', () => {
  let attacked: AttackedGateway;
  let pedro: Client;
  let cms: FrontedUpstream;
  /** Before a CMS that grants what a test says. */
  let strict: GatewayProcess;

  beforeAll(async () => {
    attacked = await AttackedGateway.start(() => ({ partners: [demoPartner({ operatorScopes: ['none:read'] })] }));
    pedro = await attacked.anonymous.logIn(PEDRO);
    cms = await FrontedUpstream.start(attacked.simulator.urls.cms, /\/permissions$/);
    const upstreams = { ...upstreamsOf(attacked.simulator), cms: { baseUrl: cms.url } };
    strict = await GatewayProcess.start({ config: { upstreams } });
  }, ATTACK_START_MS);

  afterAll(async () => {
    await attacked.close();
    await strict.stop();
    await cms.close();
  });

  beforeEach(() => attacked.control.forgetCalls());

  const say = (answer: object): void => {
    cms.answers((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  };
  const grant = (rights: readonly string[]): void => {
    const data = rights.map((right) => {
      const [resource, action] = right.split(':');
      return { resource, action };
    });
    say({ success: true, data });
  };

  it('has many rows to try', () => {
    expect(onWallet.length).toBeGreaterThan(20);
    expect(onOthers.length).toBeGreaterThan(15);
    expect(onWallet.filter(({ row }) => rightsOf(row).length === 0)).toEqual([]);
  });

  it.each(onWallet)('is refused $title, having rights of another kind', async ({ row }) => {
    expectRefusal(await sendRow(pedro, row), { status: 403, code: 'permission_missing' });
    expect(await attacked.control.calls({ upstream: 'wallet' })).toEqual([]);
  });

  it.each(onWallet)('is refused $title, having every right but that one', async ({ row }) => {
    const [missing = ''] = rightsOf(row);
    grant([...allRights].filter((right) => right !== missing));
    const luis = await new Client(strict.url).logIn(LUIS);

    const refused = await sendRow(luis, row);

    expectRefusal(refused, { status: 403, code: 'permission_missing' });
    expect(await attacked.control.calls({ upstream: 'wallet' })).toEqual([]);
  });

  it.each(onWallet)('gets past the check of $title with that right alone', async ({ row }) => {
    grant(rightsOf(row));
    const luis = await new Client(strict.url).logIn(LUIS);

    expect((await sendRow(luis, row)).body?.code).not.toBe('permission_missing');
  });

  describe('whose permissions the CMS tells', () => {
    const LEAD = { firstName: 'Ana', lastName: 'Morales', commercialName: 'Tienda Ana' };
    const RIGHT = { resource: 'cardholders', action: 'create' };
    const createLead = async (): Promise<Reply> => (await new Client(strict.url).logIn(LUIS)).post('/v1/leads', LEAD);
    const list = (entry: object): object => ({ success: true, data: [{ ...RIGHT, ...entry }] });

    it.each([
      ['as not granted', list({ granted: false })],
      ['as granted by a word', list({ granted: 'false' })],
      ['as granted by nothing', list({ granted: null })],
      ['for another partner', list({ partnerId: 'partner-other' })],
      ['for another partner, by a number', list({ partnerId: 7 })],
      ['for several partners', list({ partnerId: ['partner-demo', 'partner-other'] })],
      ['for a list of this partner', list({ partnerId: ['partner-demo'] })],
      ['for a partner without a name', list({ partnerId: '' })],
      ['as a list of another partner', { success: true, data: { partnerId: 'partner-other', permissions: [RIGHT] } }],
      ['as a list that is not granted', { success: true, data: { granted: false, permissions: [RIGHT] } }],
      ['in a refusal', { success: false, data: [RIGHT] }],
    ])('has none by an entry %s', async (_how, answer) => {
      say(answer);

      expectRefusal(await createLead(), { status: 403, code: 'permission_missing' });
      expect(await attacked.control.calls({ upstream: 'wallet' })).toEqual([]);
    });

    it.each(['false', 0, ''])('has none by an answer with success %j', async (success) => {
      say({ success, data: [RIGHT] });

      expect((await createLead()).body?.code).toBe('upstream_error');
      expect(await attacked.control.calls({ upstream: 'wallet' })).toEqual([]);
    });

    it.each([
      ['as granted', list({ granted: true })],
      ['for this partner', list({ partnerId: 'partner-demo' })],
      ['for no partner in particular', list({ partnerId: null })],
      ['with members that nobody knows', list({ permissionId: 4, description: 'x', revoked: false, colour: 'blue' })],
      ['without an envelope', [RIGHT]],
    ])('has it by an entry %s', async (_how, answer) => {
      say(answer);

      expect((await createLead()).status).toBe(201);
    });
  });

  it.each(onOthers)('and without the scope is refused $title', async ({ row }) => {
    expectRefusal(await sendRow(pedro, row), { status: 403, code: 'scope_missing' });
    await attacked.expectNoUpstreamCall();
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
