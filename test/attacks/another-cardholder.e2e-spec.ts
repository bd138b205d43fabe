/**
 * The attack: a cardholder names another user in a path. His own token goes with the call, but whether Migo holds the one
 * against the other is not documented of any of these operations.
 */
import { Client } from '../support/client.js';
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { everyRow, sendRow } from '../support/every-row.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';

const FORBIDDEN = { status: 403, code: 'FORBIDDEN' };
const OWN = 'ch-000001';
const OTHERS = 'usr-000001';
const NAMES_USER = /:(?:authUserId|userId)\b/;
const LINKED_CARDS = (id: string): string => `/v1/users/${id}/linked-cards`;

const rows = (await everyRow()).filter(({ row }) => row.callers.includes('cardholder') && NAMES_USER.test(row.path));

describe('a cardholder who names another', () => {
  let attacked: AttackedGateway;
  let jose: Client;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    jose = await attacked.anonymous.logInAsCardholder();
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  const naming = (id: string): object => ({ params: { userId: id, authUserId: id } });

  it('has many rows to try', () => {
    expect(rows.length).toBeGreaterThanOrEqual(7);
  });

  it.each(rows)('is refused $title', async ({ row }) => {
    expectRefusal(await sendRow(jose, row, naming(OTHERS)), FORBIDDEN, OTHERS);
    await attacked.expectNoUpstreamCall();
  });

  it.each(rows)('may name himself in $title', async ({ row }) => {
    const { status, body } = await sendRow(jose, row, naming(OWN));

    expect({ status, code: body?.code }).not.toEqual(FORBIDDEN);
  });

  it.each(['CH-000001', 'ch-000001%20', 'ch-000002', 'jose@wallet.migo.test', '%63h-000002', '*'])(
    'is not helped by the name %s',
    async (name) => {
      expectRefusal(await jose.get(LINKED_CARDS(name)), FORBIDDEN);
      await attacked.expectNoUpstreamCall();
    },
  );

  it('is himself in any spelling of the path', async () => {
    expect((await jose.get(LINKED_CARDS('%63h-00000%31'))).status).toBe(200);
  });

  it('is who a service may name', async () => {
    expect((await (await attacked.anonymous.asService()).get(LINKED_CARDS(OTHERS))).status).toBe(200);
  });

  it('is Migo’s to refuse where its login did not tell who he is', async () => {
    const wallet = await FrontedUpstream.start(attacked.simulator.urls.wallet, /\/users\/auth\/login$/);
    const upstreams = { ...upstreamsOf(attacked.simulator), wallet: { baseUrl: wallet.url } };
    const gateway = await GatewayProcess.start({ config: { upstreams } });
    wallet.answers((_request, response) => {
      const data = { accessToken: 'demo-access', refreshToken: 'demo-refresh' };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ success: true, data }));
    });
    const unknown = await new Client(gateway.url).logInAsCardholder();
    await attacked.control.forgetCalls();

    await unknown.get(LINKED_CARDS(OWN));

    expect((await attacked.control.calls({ path: '/users' })).length).toBeGreaterThan(0);
    await gateway.stop();
    await wallet.close();
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
