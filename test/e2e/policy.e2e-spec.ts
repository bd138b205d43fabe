import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client, LUIS } from '../support/client.js';
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
    simulator = await startSimulator({ ports: { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 } });
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

describe('an operator on an upstream that knows no operators', () => {
  it('needs a scope that the partner gives its operators', async () => {
    const simulator = await startSimulator({ ports: { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 } });
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
