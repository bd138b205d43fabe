import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client, LUIS, type Reply } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

const STATEMENT = '/v1/cards/1001/statements';
const OCTOBER = { month: 10, year: 2026 };

describe('what an operator may do', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
  });

  beforeEach(() => control.reset());

  afterAll(async () => {
    // In this order: where the gateway did not start, the simulator must not keep Jest alive.
    await simulator.close();
    await gateway.stop();
  });

  it('needs the CMS permission of the row on the Wallet Gateway, which would not check it', async () => {
    const luis = await new Client(gateway.url).logIn(LUIS);

    const refused = await luis.post(STATEMENT, OCTOBER);

    expect(refused).toMatchObject({ status: 403, body: { code: 'permission_missing' } });
    expect(await control.calls({ upstream: 'wallet' })).toEqual([]);
  });

  it('is asked at the CMS once, not for every call', async () => {
    const ana = await new Client(gateway.url).logIn();

    await ana.post(STATEMENT, OCTOBER);
    await ana.post(STATEMENT, OCTOBER);

    const asked = await control.calls({ upstream: 'cms', path: '/app/users/501/partners/partner-demo/permissions' });
    expect(asked).toHaveLength(1);
  });

  it('fails closed, and says so, while the CMS does not tell the permissions', async () => {
    const ana = await new Client(gateway.url).logIn();
    await control.fault({ upstream: 'cms', path: '/app/users/501', kind: 'status', status: 500 });

    const refused = await ana.post(STATEMENT, OCTOBER);

    expect(refused).toMatchObject({ status: 502, body: { code: 'upstream_error', upstream: 'cms' } });
    expect(await control.calls({ upstream: 'wallet', path: '/cards' })).toEqual([]);
  });

  it('is 403 FORBIDDEN for a partner of the tenant that the CMS has not assigned to the operator', async () => {
    const luis = await new Client(gateway.url).logIn(LUIS);

    const refused = await luis.get('/v1/partners/partner-second/cardholders');

    expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN', upstream: 'cms' } });
    expect(refused.body.errors).toEqual([{ code: 'FORBIDDEN', message: 'Migo does not permit this' }]);
  });
});

describe('an operator of several CMS partners', () => {
  const SARA = { email: 'sara@demo.migo.test', password: 'Demo-Pass-5!' };
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let sara: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    gateway = await GatewayProcess.start({
      config: {
        upstreams: upstreamsOf(simulator),
        partners: [demoPartner({ defaultCmsPartnerId: undefined })],
        permissions: { 'transfers.getTransfer': { resource: 'cardholders', action: 'list' } },
      },
    });
    sara = await new Client(gateway.url).logIn(SARA);
  });

  beforeEach(() => control.forgetCalls());

  afterAll(async () => {
    // In this order: where the gateway did not start, the simulator must not keep Jest alive.
    await simulator.close();
    await gateway.stop();
  });

  const statement = (client: Client, cmsPartner?: string): Promise<Reply> =>
    client.post(STATEMENT, OCTOBER, cmsPartner === undefined ? {} : { headers: { 'x-cms-partner': cmsPartner } });

  it('is asked which one the call is about, and nothing is sent before', async () => {
    const refused = await statement(sara);

    expect(refused).toMatchObject({ status: 400, body: { code: 'cms_partner_required' } });
    expect(await control.calls()).toEqual([]);
  });

  it('needs the permission in that one: having it in another does not help', async () => {
    const [here, there] = [await statement(sara, 'partner-demo'), await statement(sara, 'partner-second')];

    expect(here.status).toBe(201);
    expect(there).toMatchObject({ status: 403, body: { code: 'permission_missing' } });
    const [sent, ...others] = await control.calls({ upstream: 'wallet', path: '/cards' });
    expect(others).toEqual([]);
    expect(sent?.headers['x-cms-partner']).toBeUndefined();
  });

  it.each(['partner-other', '', 'partner-demo, partner-second', 'partner-demo/../x'])(
    'names none but those of the gateway’s partner (%p)',
    async (name) => {
      const refused = await statement(sara, name);

      expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN', errors: [{ field: 'x-cms-partner' }] } });
      expect(await control.calls()).toEqual([]);
    },
  );

  it('need not name any where the settings do', async () => {
    const usual = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
    const ofUsual = await new Client(usual.url).logIn(SARA);

    expect((await statement(ofUsual)).status).toBe(201);
    expect((await statement(ofUsual, 'partner-second')).status).toBe(403);
    await usual.stop();
  });

  it('needs the permission that the settings name for the row', async () => {
    const luis = await new Client(gateway.url).logIn(LUIS);
    const headers = { 'x-cms-partner': 'partner-demo' };

    expect((await luis.get('/v1/card-transfers/1', { headers })).body.code).not.toBe('permission_missing');
    expect((await luis.get('/v1/cards/1001/transfers/10/2026', { headers })).body.code).toBe('permission_missing');
    const { routes } = (await (await fetch(`${gateway.adminUrl}/ops/routes`)).json()) as { routes: object[] };
    expect(routes).toContainEqual(
      expect.objectContaining({ id: 'transfers.getTransfer', permission: 'cardholders:list' }),
    );
  });
});

describe('an operator on an upstream that knows no operators', () => {
  it('needs a scope that the partner gives its operators', async () => {
    const simulator = await startSimulator();
    const gateway = await GatewayProcess.start({
      config: {
        upstreams: upstreamsOf(simulator),
        partners: [demoPartner({ operatorScopes: ['subscriptions:write'] })],
      },
    });
    const ana = await new Client(gateway.url).logIn();

    const granted = await ana.get('/v1/subscriptions?userId=1&clientId=migoDeveloper');
    const refused = await ana.get('/v1/transactions/search');

    expect(granted.status).toBe(200);
    expect(refused).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
    // In this order: where the gateway did not start, the simulator must not keep Jest alive.
    await simulator.close();
    await gateway.stop();
  });
});
