/**
 * The attack: somebody of one partner names the merchant of another in a header, a path, a query, a body or a form. Migo
 * gets the call with a credential that may be good for several merchants, and acts for whom the call names.
 */
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { BILLING, type Call, Client, JOSE, type Reply } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { postForm } from '../support/multipart.js';
import { OTHER_ORIGIN } from '../support/two-partners.js';
import { demoPartner } from '../support/demo-partner.js';

const JOSE_OF_DEMO = { ...JOSE, partner: 'demo' };
const OWN = 'migoDeveloper';
const FORBIDDEN = { status: 403, code: 'FORBIDDEN' };
const CHARGES = { name: 'charges.csv', type: 'text/csv', content: 'subscriptionId,amount\nsub_demo_active,10.5\n' };
const LEAD = { firstName: 'Ana', lastName: 'Morales', commercialName: 'Tienda Ana' };
const LINK = { amount: 10, userId: '50255551234', channel: 'web' };
const PLAN = { name: 'Oro', amount: 10, currency: 'GTQ', type: 'interval', frequency: { frequency: 30 } };
const CARD = { card: '4532010000055010', alias: 'Nueva' };

type Way = [how: string, who: string, call: (client: Client, merchant: unknown) => Promise<Reply>];

const post = (path: string, body: (merchant: unknown) => object, call?: Call): Way[2] => {
  return (client, merchant) => client.post(`/v1${path}`, body(merchant), call);
};
const named = (client: Client, path: string, merchant: unknown): Promise<Reply> =>
  client.get(`/v1${path}${encodeURIComponent(String(merchant))}`);

const WAYS: Way[] = [
  ...['page', 'operator', 'service'].map((who): Way => [
    'a header',
    who,
    (client, merchant) => client.post('/v1/leads', LEAD, { headers: { 'x-merchant-id': String(merchant) } }),
  ]),
  ['a link from a page', 'page', post('/transactions-hook', (client) => ({ ...LINK, client }))],
  ['a link', 'operator', post('/transactions', (client) => ({ ...LINK, client }))],
  [
    'an alternative payment',
    'service',
    post('/integrations/transactions', (client) => ({ ...LINK, customKeys: {}, client })),
  ],
  ['a plan', 'operator', post('/plans', (client) => ({ plan: PLAN, client }))],
  ['a refund', 'operator', post('/refund', (client) => ({ uid: 'trx_1', client }))],
  ['a list of refunds', 'operator', post('/refund', (client) => [{ uid: 'trx_1' }, { uid: 'trx_2', client }])],
  [
    'a payment method',
    'operator',
    post('/subscriptions/payment-methods', (clientId) => ({ tokenizeData: { userId: '1', cardId: 'c', clientId } })),
  ],
  [
    'charges',
    'service',
    post('/subscriptions/charges', (client) => ({ client, data: [{ subscriptionId: 's', amount: 1 }] })),
  ],
  [
    'a path',
    'operator',
    (client, merchant) => client.get(`/v1/plans/plan_demo_gold/client/${String(merchant)}/detail`),
  ],
  ['a query', 'operator', (client, merchant) => named(client, '/subscriptions?userId=1&clientId=', merchant)],
  [
    'a query that nobody declares',
    'service',
    (client, merchant) => named(client, '/transactions/search?client=', merchant),
  ],
  ['a query in capitals', 'service', (client, merchant) => named(client, '/transactions/search?CLIENTID=', merchant)],
  ['a query with brackets', 'service', (client, merchant) => named(client, '/transactions/search?client[]=', merchant)],
  [
    'the query of a card',
    'cardholder',
    (client, merchant) => client.post(`/v1/users/ch-000001/cards?clientId=${String(merchant)}`, CARD),
  ],
  [
    'a form',
    'operator',
    (client, clientId) =>
      postForm(client, '/v1/subscriptions/charges/upload-csv', { fields: { clientId }, files: [['file', CHARGES]] }),
  ],
  [
    'a form, with the own one in the query',
    'operator',
    (client, clientId) =>
      postForm(client, `/v1/subscriptions/charges/upload-csv?clientId=${OWN}`, {
        fields: { ClientId: clientId },
        files: [['file', CHARGES]],
      }),
  ],
];

describe('another partner’s merchant', () => {
  let attacked: AttackedGateway;
  let callers: Readonly<Record<string, Client>>;

  beforeAll(async () => {
    const partners = [
      demoPartner({ origins: [ORIGIN], operatorScopes: ['*'], callbackOrigins: ['https://shop.demo.example'] }),
      demoPartner({ id: 'unnamed', origins: [OTHER_ORIGIN], middleware: { client: undefined } }),
    ];
    attacked = await AttackedGateway.start(() => ({ partners }));
    callers = {
      page: new Client(attacked.url, { origin: ORIGIN }),
      operator: attacked.ana,
      service: await attacked.anonymous.asService(BILLING),
      cardholder: await attacked.anonymous.logInAsCardholder(JOSE_OF_DEMO),
    };
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  const as = (who: string): Client => callers[who] ?? attacked.anonymous;
  /** What has arrived whole: of a form that is refused, an upstream may have the beginning. */
  const arrived = async (): Promise<string[]> => {
    const calls = await attacked.control.calls();
    return calls.map(({ path }) => path).filter((path) => !/login|permissions$/.test(path));
  };

  it.each(WAYS)('is not spoken for by %s, as %s', async (_how, who, call) => {
    expectRefusal(await call(as(who), 'otherTenant'), FORBIDDEN, 'otherTenant');
    expect(await arrived()).toEqual([]);
  });

  it.each(WAYS)('while one’s own may be named by %s, as %s', async (_how, who, call) => {
    expect((await call(as(who), OWN)).body?.code).not.toBe('FORBIDDEN');
    expect(await arrived()).toHaveLength(1);
  });

  it.each([[['otherTenant']], [[OWN, 'otherTenant']], [{ $ne: '' }], [OWN.toUpperCase()], [`${OWN} `], [true]])(
    'is not spoken for by the value %j',
    async (client) => {
      expectRefusal(await as('page').post('/v1/transactions-hook', { ...LINK, client }), FORBIDDEN);
      expect(await arrived()).toEqual([]);
    },
  );

  it('is no matter where none is named, or in the free keys of a merchant', async () => {
    for (const more of [{}, { client: null }, { customKeys: { clientId: 'customer-7' } }]) {
      expect((await as('page').post('/v1/transactions-hook', { ...LINK, ...more })).status).toBe(201);
    }
  });

  it('is not who is left out: a stranger speaks for the partner of his page', async () => {
    const page = as('page');
    await page.post('/v1/transactions-hook', LINK);
    await page.post('/v1/leads', LEAD);

    const [link, lead] = await attacked.control.calls();
    expect(JSON.parse(link?.body ?? '')).toMatchObject({ ...LINK, client: OWN });
    expect(lead?.headers['x-merchant-id']).toBe(OWN);
  });

  it.each([
    { callbackUrl: 'https://evil.example/told' },
    { config: { callbackUrl: ['https://shop.demo.example/told', 'https://evil.example'] } },
    { clientConfig: { successUrl: 'https://shop.demo.example@evil.example/' } },
    { failureURL: 'https://shop.demo.example.evil.example/' },
    { callbackUrl: '//evil.example' },
    { callbackUrl: { href: 'https://evil.example' } },
  ])('is not told of payments: %j', async (member) => {
    for (const who of ['operator', 'service'])
      expectRefusal(await as(who).post('/v1/transactions', { ...LINK, ...member }), FORBIDDEN, 'evil');
    expectRefusal(await as('operator').post('/v1/transactions?callbackUrl[]=https://evil.example', LINK), FORBIDDEN);
    expect(await arrived()).toEqual([]);
  });

  it('is no matter where the partner’s own addresses are told', async () => {
    const callbackUrl = 'https://shop.demo.example/told?order=1';
    expect((await as('operator').post('/v1/transactions', { ...LINK, callbackUrl })).status).toBe(201);
    expect((await attacked.control.onlyCall()).body).toContain(callbackUrl);
  });

  it('is Migo’s to judge where the settings name no merchant', async () => {
    const page = new Client(attacked.url, { origin: OTHER_ORIGIN });

    expect((await page.post('/v1/leads', LEAD, { headers: { 'x-merchant-id': 'any' } })).status).toBe(201);
    expect((await attacked.control.calls({ path: '/leads' }))[0]?.headers['x-merchant-id']).toBe('any');
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
