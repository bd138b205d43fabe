import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { routeId } from '../../src/routes/prepared-route.js';
import { allRows, type NamedRow } from '../conventions/route-tables.js';
import { BILLING, Client, READER, type Reply } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { sendRow } from '../support/every-row.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';

const START_MS = 60_000;
const ROWS = await allRows();
/** Refusals of the gateway for who asks. */
const RIGHTS = new Set([
  'authentication_required',
  'permission_missing',
  'scope_missing',
  'caller_not_allowed',
  'route_not_found',
  'FORBIDDEN',
]);
const PAIRS = [
  ...['activate', 'block', 'unblock', 'transfer', 'addFunds', 'withdrawFunds', 'detail'].map((a) => `cards-admin:${a}`),
  ...['create', 'update', 'list', 'detail', 'otp'].map((action) => `cardholders:${action}`),
  ...['create', 'update', 'list', 'detail', 'change_status'].map((action) => `users:${action}`),
  ...['list', 'detail', 'revert'].map((action) => `card-movements:${action}`),
];

/** Ten mixtures: none, all, and eight that are drawn by the bits of a number. */
const MIXTURES: readonly (readonly string[])[] = [
  [],
  PAIRS,
  ...[0x5a5a5, 0xa5a5a, 0x33333, 0xccccc, 0x0ff0f, 0xf00f0, 0x12345, 0xedcba].map((bits) =>
    PAIRS.filter((_pair, index) => ((bits >> (index % 20)) & 1) === 1),
  ),
];

interface Right {
  status: 'allowed' | 'left_to_migo' | 'step_up_needed' | 'missing' | 'unknown';
  code?: string;
  right?: string;
  allowedFor?: Record<string, string[]>;
}

describe('what a session is told that it may do', () => {
  let simulator: Simulator;
  let cms: FrontedUpstream;
  let gateway: GatewayProcess;
  let anyone: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    cms = await FrontedUpstream.start(simulator.urls.cms, /\/permissions$/);
    const upstreams = { ...upstreamsOf(simulator), cms: { baseUrl: cms.url } };
    const partners = [demoPartner({ operatorScopes: ['plans:write', 'subscriptions:read', 'transactions:read'] })];
    const MANY = { requests: 100_000, seconds: 60 };
    const limits = { login: MANY, loginAddress: MANY, caller: MANY, address: MANY, partner: MANY };
    gateway = await GatewayProcess.start({ config: { upstreams, partners, limits } });
    anyone = new Client(gateway.url);
  }, START_MS);

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
    await cms.close();
  });

  function grant(rights: readonly string[]): void {
    const data = rights.map((right) => ({ resource: right.split(':')[0], action: right.split(':')[1] }));
    cms.answers((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ success: true, data }));
    });
  }

  it.each(MIXTURES.map((rights, index) => [index, rights] as const))(
    'is what every row really answers: an operator with the permissions of mixture %d',
    async (_index, rights) => {
      grant(rights);
      const operator = await anyone.logIn();
      await expectAgreement(operator);
    },
    START_MS,
  );

  it('is what every row really answers: a cardholder', async () => {
    await expectAgreement(await anyone.logInAsCardholder());
  });

  it.each([BILLING, READER])('is what every row really answers: the service $id', async (id) => {
    const service = await anyone.asService(id);
    await expectAgreement(service);
    const { data } = (await service.get('/v1/auth/session?operations=permissions.listModules')).body;
    expect(data).toMatchObject({ caller: 'service', partner: 'demo', client: id.id });
  });

  it('is what every row really answers: a page without a login, which is told so where it asks for no operations', async () => {
    const origin = 'http://localhost:8080';
    const page = new Client(gateway.url, { origin });
    const { status, body } = await page.get('/v1/auth/session');
    expect([status, body.code]).toEqual([401, 'authentication_required']);
    expect((await anyone.get('/v1/auth/session?operations=')).status).toBe(401);
    await expectAgreement(page, '/v1/auth/session?operations=');
  });

  it('leaves to Migo what the CMS judges by permissions that are not documented', async () => {
    grant(PAIRS);
    for (const client of [await anyone.logIn(), await anyone.asService()]) {
      const { body } = await client.get('/v1/auth/session');
      for (const { capability, name, upstream } of ROWS.map((row) => ({ ...row, upstream: row.target.name }))) {
        const { status } = body.data.operations[routeId(capability, name)] as Right;
        expect([name, status === 'left_to_migo']).toEqual([name, upstream === 'cms' && status === 'left_to_migo']);
        expect([name, upstream === 'cms' && status === 'allowed']).toEqual([name, false]);
      }
    }
  });

  it('is what every row really answers: an operator in a browser, for whom nothing is listed that is for services only', async () => {
    grant(PAIRS);
    const origin = 'http://localhost:8080';
    const browser = await new Client(gateway.url).logInAsBrowser(origin);
    const { operations } = (await browser.get('/v1/auth/session')).body.data as { operations: Record<string, Right> };
    const forServices = ROWS.filter(({ row }) => row.callers.every((kind) => kind === 'service')).map(idOf);
    expect(forServices.length).toBeGreaterThan(1);
    expect(Object.keys(operations).sort()).toEqual(
      ROWS.map(idOf)
        .filter((id) => !forServices.includes(id))
        .sort(),
    );
  });

  it('names the missing right, and which values of a field are allowed', async () => {
    grant(['cards-admin:addFunds']);
    const operator = await anyone.logIn();
    const path =
      '/v1/auth/session?operations=cards.assignFunds,refunds.refundTransaction,cards.createStatement,no.such';
    const { body } = await operator.get(path);
    expect(body.data.operations).toEqual({
      'cards.assignFunds': {
        status: 'missing',
        code: 'permission_missing',
        right: 'cards-admin:addFunds (operation ADD_FUNDS), cards-admin:withdrawFunds (operation WITHDRAW_FUNDS)',
        allowedFor: { operation: ['ADD_FUNDS'] },
      },
      'refunds.refundTransaction': { status: 'missing', code: 'scope_missing', right: 'refunds:write' },
      'cards.createStatement': { status: 'missing', code: 'permission_missing', right: 'cards-admin:detail' },
      'no.such': { status: 'missing', code: 'route_not_found' },
    });
  });

  it('is asked at the CMS once, and unknown where the CMS does not tell: the session itself is answered', async () => {
    let asked = 0;
    cms.answers((_request, response) => {
      asked += 1;
      response.writeHead(500).end();
    });
    const operator = await anyone.logIn();
    const { status, body } = await operator.get('/v1/auth/session');
    expect(status).toBe(200);
    expect(asked).toBe(1);
    expect(body.data.operations['cards.createStatement']).toEqual({ status: 'unknown', code: 'upstream_error' });
    expect(body.data.operations['subscriptions.getSubscription']).toEqual({ status: 'allowed' });
  });

  async function expectAgreement(client: Client, path = '/v1/auth/session'): Promise<void> {
    const { body } = await client.get(path);
    const user: string = body.data.user?.id ?? '1';
    const operations = body.data.operations as Record<string, Right>;
    const disagreements: string[] = [];
    for (const named of ROWS) {
      const told = operations[idOf(named)];
      const params = {
        partnerId: 'partner-demo',
        userId: user,
        authUserId: user,
        client: 'migoDeveloper',
      };
      const reply = await sendRow(client, named.row, { params });
      if (!agrees(told, reply))
        disagreements.push(`${idOf(named)}: ${JSON.stringify(told)}, but ${reply.text.slice(0, 160)}`);
    }
    expect(disagreements).toEqual([]);
  }

  function agrees(told: Right | undefined, { body }: Reply): boolean {
    const code: unknown = body?.code;
    switch (told?.status) {
      case 'allowed':
      case 'left_to_migo':
        return !RIGHTS.has(String(code)) && code !== 'step_up_required';
      case 'step_up_needed':
        return code === 'step_up_required';
      case 'missing':
        return code === told.code;
      default:
        return false;
    }
  }
});

function idOf({ capability, name }: NamedRow): string {
  return routeId(capability, name);
}
