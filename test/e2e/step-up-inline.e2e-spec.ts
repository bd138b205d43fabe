import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

const PATH = 'partners/partner-demo/cards/upload';
const WORKBOOK = workbook(8);
const LARGE_WORKBOOK = workbook(1_000_000);

/** How a one-time code travels with a bulk upload is not documented: verified before, or inline, both pass. */
describe('a bulk upload of an operator who has verified no code', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let ana: Client;
  let otp: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const limits = { otp: { requests: 50, seconds: 900 } };
    const stepUp = { rows: { 'cardholders.readCardholder': 'required' } };
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), limits, stepUp } });
    ana = await new Client(gateway.url).logIn();
  });

  afterAll(async () => {
    await gateway.stop();
    await simulator.close();
  });

  beforeEach(async () => {
    await ana.post('/v1/auth/otp', {});
    otp = await control.otp(ANA.email);
    await control.forgetCalls();
  });

  /** Form parts in their order. */
  const upload = async (
    parts: readonly (readonly [string, string | File])[],
    headers: Record<string, string> = {},
  ): Promise<object> => {
    const body = new FormData();
    for (const [name, value] of parts) body.set(name, value);
    const answer = await ana.open(`/v1/${PATH}`, { method: 'POST', body, headers });
    const { code } = (await answer.json()) as { code?: unknown };
    return { status: answer.status, code, sent: (await control.calls({ path: `/app/${PATH}` })).length };
  };

  it('goes through with a code in a field in front of the file', async () => {
    const sent = [
      ['note', 'x'.repeat(10_000)],
      ['otp', otp],
      ['cards', WORKBOOK],
    ] as const;
    expect(await upload(sent)).toEqual({ status: 200, code: undefined, sent: 1 });
  });

  it('goes through with a code in the header', async () => {
    expect(await upload([['cards', WORKBOOK]], { 'x-otp': otp })).toEqual({ status: 200, code: undefined, sent: 1 });
  });

  it('is judged by Migo', async () => {
    const wrong = otp === '000000' ? '111111' : '000000';
    const sent = [
      ['otp', wrong],
      ['cards', WORKBOOK],
    ] as const;
    expect(await upload(sent)).toEqual({ status: 400, code: 'otp_refused', sent: 1 });
  });

  it('stops at the gateway without any', async () => {
    expect(await upload([['cards', WORKBOOK]])).toEqual({ status: 401, code: 'step_up_required', sent: 0 });
    expect(await upload([['note', 'no file']])).toEqual({ status: 401, code: 'step_up_required', sent: 0 });
  });

  it.each([
    ['small', WORKBOOK],
    ['large', LARGE_WORKBOOK],
  ])('stops with one behind a %s file, which has left by then', async (_size, file) => {
    const sent = [
      ['cards', file],
      ['otp', otp],
    ] as const;
    expect(await upload(sent)).toEqual({ status: 401, code: 'step_up_required', sent: 0 });
  });

  it.each([
    ['otp', ''],
    ['otp', '   '],
    ['otp', 'x y'],
    ['OTP', '123456'],
  ])('stops with what is no code: a field %j of %j', async (name, value) => {
    const sent = [
      [name, value],
      ['cards', WORKBOOK],
    ] as const;
    expect(await upload(sent)).toEqual({ status: 401, code: 'step_up_required', sent: 0 });
  });

  it.each([undefined, '', ' ', null, false, 0, [], {}])('stops with a member otp of %j in JSON', async (value) => {
    const { status, body } = await ana.post('/v1/partners/partner-demo/cardholders/ch-000001', { otp: value });
    expect([status, body.code]).toEqual([401, 'step_up_required']);
  });

  it('is not told what is wrong with the form', async () => {
    const refused = { status: 401, code: 'step_up_required', sent: 0 };
    expect(await upload([['note', 'x'.repeat(20_000)]])).toEqual(refused);
  });
});

function workbook(bytes: number): File {
  const content = new Uint8Array(bytes);
  content.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  return new File([content], 'a.xls', { type: 'application/vnd.ms-excel' });
}
