import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Client } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

const START_MS = 60_000;
const IMPATIENT = { firstByteMs: 1000, deadlineMs: 4000, processorFirstByteMs: 8000, processorDeadlineMs: 9000 };
const SLOW_MS = 2000;
const VERIFY_CARD = {
  uid: 'trx_demo00000002',
  processor: 'visa-cybersource',
  cardInfo: { token: 'tok_times_canary_0001' },
};

describe('an upstream that takes its time', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let ana: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const upstreams = Object.fromEntries(
      Object.entries(upstreamsOf(simulator)).map(([name, upstream]) => [name, { ...upstream, ...IMPATIENT }]),
    );
    const routes = { 'cardholders.getCardholder': { firstByteMs: 8000, deadlineMs: 8000 } };
    gateway = await GatewayProcess.start({ config: { upstreams, routes } });
    ana = await new Client(gateway.url).logIn();
    await ana.post('/v1/cards/1001/statements', { month: 9, year: 2026 });
  }, START_MS);

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  afterEach(() => control.clearFaults());

  it('is waited for where a processor stands behind it, and its answer arrives', async () => {
    await control.fault({
      upstream: 'middleware',
      path: '/v1/subscriptions/verify-card',
      kind: 'slow',
      delayMs: SLOW_MS,
    });

    const reply = await ana.post('/v1/subscriptions/verify-card', VERIFY_CARD);

    expect(reply).toMatchObject({ status: 200, body: { success: true } });
  });

  it('is given up on elsewhere', async () => {
    await control.fault({ upstream: 'wallet', path: '/cards/1001/statements', kind: 'slow', delayMs: SLOW_MS });

    const reply = await ana.post('/v1/cards/1001/statements', { month: 10, year: 2026 });

    expect(reply).toMatchObject({ status: 504, body: { code: 'upstream_timeout' } });
  });

  it('is waited for where the settings name the row', async () => {
    await control.fault({
      upstream: 'cms',
      path: '/app/partners/partner-demo/cardholders',
      kind: 'slow',
      delayMs: SLOW_MS,
    });

    const one = await ana.get('/v1/partners/partner-demo/cardholders/1');
    const list = await ana.get('/v1/partners/partner-demo/cardholders');

    expect(one.body.code).not.toBe('upstream_timeout');
    expect(list).toMatchObject({ status: 504, body: { code: 'upstream_timeout' } });
  });
});

it(
  'a row of the settings that does not exist stops the start, by its path',
  async () => {
    const config = { routes: { 'cards.assignFund': { deadlineMs: 9000 } } };

    await expect(GatewayProcess.start({ config })).rejects.toThrow(/routes\.cards\.assignFund/);
  },
  START_MS,
);
