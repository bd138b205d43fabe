/** What the simulator does because Migo's pages say so, and a client must notice: work that lasts, cards that are declined, answers without JSON. */
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { writeWorkbook } from '../../simulator/testing/workbook-writer.js';
import { ANA, Client, type Reply } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { postForm } from '../support/multipart.js';
import { SimulatorControl } from '../support/simulator-control.js';
import { stepUp } from '../support/walk-callers.js';

const PARTNER = '/v1/partners/partner-demo';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const VERIFY = { uid: 'trx_demo00000002', processor: 'visa-cybersource' };
const COLUMNS =
  'name lastName address countryOfBirth dateOfBirth maritalStatus gender phoneNumber email documentType documentNumber cardId';
const PEOPLE = Array.from({ length: 10 }, (_none, index) => [
  ...['Ana', 'Ajú', '1 calle', 'GT', '1990-05-17', 'casado', 'F', `5025555100${index}`, `bulk${index}@demo.test`],
  ...['DPI', `300000000000${index}`, 5001 + index],
]);

describe('what Migo does, at the client', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let ana: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), redis: undefined } });
    ana = await new Client(gateway.url).logIn(ANA);
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  afterEach(() => control.clearFaults());

  it('progress is told until the work is done', async () => {
    const operator = await stepUp(ana, control);
    const content = writeWorkbook([COLUMNS.split(' '), ...PEOPLE]);
    const uploaded = await postForm(operator, `${PARTNER}/cardholders/upload`, {
      fields: {},
      files: [['users', { name: 'people.xlsx', type: XLSX, content }]],
    });
    const batch = String(uploaded.body.data.id);

    const text = await (await operator.open(`${PARTNER}/cardholders/batch/${batch}/progress`, {})).text();

    const frames = text.split('\n\n').filter((frame) => frame !== '');
    expect(JSON.parse(frames.at(-1)?.replace('data: ', '') ?? '')).toMatchObject({
      batchId: batch,
      total: PEOPLE.length,
      processed: PEOPLE.length,
      status: 'completed',
    });
    ana = operator;
  });

  it('a card that is not verified is a refusal, though its status is 200', async () => {
    const reply = await ana.post('/v1/subscriptions/verify-card', { ...VERIFY, cardInfo: { token: 'tok_unverified' } });

    expectProblem(reply, { status: 422, code: 'rejected_by_migo', retryable: false, upstream: 'middleware' });
  });

  it.each<[string, string, 'wallet' | 'cms' | 'middleware', object]>([
    ['empty', 'empty', 'cms', { success: true }],
    ['a text', 'text', 'cms', { success: true, data: 'OK' }],
    ['a scalar', 'scalar', 'cms', { success: true, data: true }],
    ['empty', 'empty', 'wallet', { success: true }],
    ['a text', 'text', 'middleware', { success: true, data: 'OK' }],
  ])('a success that is %s (%s, %s) is one', async (_what, kind, upstream, told) => {
    const reads: Readonly<Record<string, () => Promise<Reply>>> = {
      cms: () => ana.get(`${PARTNER}/cardholders`),
      wallet: () => ana.post('/v1/cards/1001/statements', { month: 10, year: 2026 }),
      middleware: () => ana.get('/v1/subscriptions?userId=u&clientId=migoDeveloper'),
    };
    await control.fault({
      upstream,
      kind,
      path: {
        cms: '/app/partners/partner-demo/cardholders',
        wallet: '/cards/1001/statements',
        middleware: '/v1/subscriptions',
      }[upstream],
    });

    expect((await reads[upstream]?.())?.body).toEqual(told);
  });
});
