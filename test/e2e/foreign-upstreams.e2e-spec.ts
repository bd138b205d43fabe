import { Client } from '../support/client.js';
import { ForeignUpstreams } from '../support/foreign-upstreams.js';
import { OPERATOR, PARTNER_ID } from '../support/foreign/cms.js';
import { CARD_ID, MOVEMENTS, PLAN, TRANSACTION } from '../support/foreign/other-apis.js';
import { ENVIRONMENT, foreignSettings, ORIGIN } from '../support/foreign/settings.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';

const CARDHOLDERS = `/v1/partners/${PARTNER_ID}/cardholders`;
const LIST = `${CARDHOLDERS}?page=1&limit=50&searchText=&sortBy=createdAt&sortOrder=desc`;
const STATEMENTS = `/v1/cards/${CARD_ID}/statements`;

const NEW_CARDHOLDER = {
  name: 'Ixmucané',
  lastName: 'Tzoc',
  address: '12 avenida 3-45, zona 3',
  countryOfBirth: 'GTM',
  dateOfBirth: '1988-02-29',
  maritalStatus: 'soltero',
  gender: 'OTHER',
  phoneNumber: '50277778888',
  email: 'ixmucane.tzoc@coop-xela.example',
  documentType: 'PASSPORT',
  documentNumber: 'GT-998877',
  cardId: CARD_ID,
};

const VERIFY_CARD = {
  uid: TRANSACTION,
  processor: 'bac-xela',
  cardInfo: { token: 'tok_xela_5555444433332222', cvv: 'xela-cvv-canary-1' },
  shouldCreateSubscription: true,
  planUid: PLAN,
};

describe('upstreams that have nothing in common with the simulator', () => {
  let upstreams: ForeignUpstreams;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    upstreams = await ForeignUpstreams.start();
    gateway = await GatewayProcess.start({ config: foreignSettings(upstreams), env: ENVIRONMENT });
  });

  afterAll(async () => {
    await upstreams.close();
    await gateway.stop();
  });

  beforeEach(() => {
    upstreams.forgetCalls();
  });

  const logIn = (transport: string): Promise<Client> => {
    const anonymous = new Client(gateway.url);
    return transport === 'bearer handle'
      ? anonymous.logIn(OPERATOR)
      : anonymous.logInAsBrowser(ORIGIN, { email: OPERATOR.email, password: OPERATOR.password });
  };

  describe.each(['bearer handle', 'browser cookie'])('the story with a %s', (transport) => {
    let marta: Client;

    it('1. logs a CMS user in whose id is a number', async () => {
      marta = await logIn(transport);

      const call = upstreams.calls('cms').find(({ path }) => path === '/app/users/login');
      expect(call).toMatchObject({ method: 'POST', status: 200 });
      expect(call?.headers.authorization).toMatch(/^Bearer at-/);
      expect(JSON.parse(call?.text ?? '')).toEqual({ email: OPERATOR.email, password: OPERATOR.password });
    });

    it('2. lists cardholders, whatever the list is called in the answer', async () => {
      const { status, body } = await marta.get(LIST);

      expect(status).toBe(200);
      expect(body).toMatchObject({ success: true, node: 'cms-2', data: { docs: expect.any(Array) } });
      const [call] = upstreams.calls('cms');
      expect(call).toMatchObject({ path: `/app/partners/${PARTNER_ID}/cardholders`, query: LIST.split('?')[1] });
      expect(call?.headers['x-user-token']).toMatch(/^Bearer at-/);
    });

    it('3. creates a cardholder, who is in the next list at once', async () => {
      const sent = JSON.stringify(NEW_CARDHOLDER, undefined, 3);
      const created = await marta.post(CARDHOLDERS, sent);
      const { body } = await marta.get(LIST);

      expect(created).toMatchObject({ status: 201, body: { message: 'creado' } });
      expect(body.data.docs[0]).toMatchObject({ email: NEW_CARDHOLDER.email });
      expect(upstreams.calls('cms')[0]?.text).toBe(sent);
    });

    it('4. makes a statement with a token that stood at the top level of its answer', async () => {
      const { status, body } = await marta.post(STATEMENTS, { month: 2, year: 2027 });

      expect(status).toBe(201);
      expect(body.data).toMatchObject({ statementId: 1, cardId: CARD_ID, month: 2, year: 2027 });
      expect(upstreams.calls('wallet').at(-1)?.headers['x-user-token']).toBeUndefined();
    });

    it('5. subscribes at the Middleware with a JWT that it logged in for', async () => {
      mustNotBeLogged(VERIFY_CARD.cardInfo.token, VERIFY_CARD.cardInfo.cvv);
      const verified = await marta.post('/v1/subscriptions/verify-card', VERIFY_CARD);
      const { body } = await marta.get(`/v1/subscriptions?userId=50277778888&clientId=${upstreams.merchant}`);

      expect(verified).toMatchObject({ status: 200, body: { data: { verified: true }, trackingId: 't-1' } });
      const { subUid } = verified.body.data.subscription;
      expect(body.data).toContainEqual(expect.objectContaining({ subUid, status: 'active' }));
      const paid = upstreams.calls('middleware').filter(({ path }) => path.endsWith('/verify-card'));
      expect(paid).toHaveLength(1);
      expect(paid[0]?.headers.authorization).toMatch(/^Bearer at-/);
    });

    it('6. searches transactions at a path of the settings, with tokens that stood beside an unrelated `data`', async () => {
      const { status, text } = await marta.get('/v1/transactions/search?limit=1');

      expect({ status, text }).toEqual({ status: 200, text: MOVEMENTS });
      expect(upstreams.calls('payments').at(-1)).toMatchObject({ path: '/search/movements', query: 'limit=1' });
    });

    it('7. says clearly what is not possible, before any upstream is called', async () => {
      const foreign = await marta.get('/v1/partners/partner-demo/cardholders');
      const wrong = await marta.post(CARDHOLDERS, { ...NEW_CARDHOLDER, gender: 'X', cardId: 'none' });
      const wrongDoor = await marta.post('/v1/subscriptions', {});

      expect(foreign).toMatchObject({ status: 403, body: { code: 'FORBIDDEN', success: false } });
      expect(wrong).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
      const fields = wrong.body.errors.map(({ field }: { field: string }) => field);
      expect(new Set(fields)).toEqual(new Set(['gender', 'cardId']));
      expect(wrongDoor).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
      expect(upstreams.allCalls).toEqual([]);
    });

    it('8. shows the session, ends it, and the handle is dead', async () => {
      const session = await marta.get('/v1/auth/session');
      const ended = await marta.delete('/v1/auth/session');
      const after = await marta.get(LIST);

      const user = { id: String(OPERATOR.id), email: OPERATOR.email, name: 'Marta Ixcot' };
      expect(session.body.data).toMatchObject({ partner: 'coop-xela', user, credentials: { cms: 'active' } });
      expect(session.body.data.secondsLeft).toMatchObject({ idle: 600 });
      expect(ended.status).toBe(200);
      expect(after).toMatchObject({ status: 401, body: { code: 'session_invalid' } });
    });
  });

  describe('tokens that say nothing of themselves', () => {
    let marta: Client;

    beforeEach(async () => {
      marta = await logIn('bearer handle');
      await marta.post(STATEMENTS, { month: 1, year: 2027 });
      upstreams.forgetCalls();
    });

    afterEach(() => {
      for (const name of ['wallet', 'cms'] as const) {
        const { server, tokens } = upstreams.of(name);
        server.fault = undefined;
        tokens.accessSeconds = 1800;
        expect(tokens.replays).toBe(0);
      }
    });

    it('are renewed when the upstream ends them, and the caller notices nothing', async () => {
      upstreams.of('cms').tokens.expireAccess();

      expect((await marta.get(LIST)).status).toBe(200);
      const refreshes = upstreams.calls('cms').filter(({ path }) => path.endsWith('/refresh'));
      expect(refreshes.map(({ path, status }) => [path, status])).toEqual(
        expect.arrayContaining([
          ['/app/auth/refresh', 200],
          ['/app/users/refresh', 200],
        ]),
      );
    });

    it('are renewed before their told end, so that no call is refused', async () => {
      const { tokens } = upstreams.of('wallet');
      tokens.expireAccess();
      tokens.accessSeconds = 2;
      expect((await marta.post(STATEMENTS, { month: 2, year: 2027 })).status).toBe(201);
      upstreams.forgetCalls();
      await new Promise((resolve) => setTimeout(resolve, 2100));

      expect((await marta.post(STATEMENTS, { month: 3, year: 2027 })).status).toBe(201);
      const calls = upstreams.calls('wallet').map(({ path, status }) => [path, status]);
      expect(calls).toContainEqual(['/auth/refresh', 200]);
      expect(calls.filter(([path]) => path === `/cards/${CARD_ID}/statements`)).toEqual([[expect.any(String), 201]]);
    });

    it.each([
      ['refuses', { kind: 'status', status: 401 }],
      ['hangs up', { kind: 'hang-up' }],
    ] as const)('are replaced by a new application login where the refresh %s', async (_how, fault) => {
      const { server, tokens } = upstreams.of('wallet');
      tokens.expireAccess();
      server.fault = { ...fault, path: '/auth/refresh' };

      expect((await marta.post(STATEMENTS, { month: 4, year: 2027 })).status).toBe(201);
      expect(upstreams.calls('wallet')).toContainEqual(expect.objectContaining({ path: '/auth/login', status: 200 }));
    });

    it('end the session where they are the operator’s own and their refresh is refused', async () => {
      const { server, tokens } = upstreams.of('cms');
      tokens.expireAccess();
      server.fault = { kind: 'status', status: 401, path: '/app/users/refresh' };

      expect(await marta.get(LIST)).toMatchObject({ status: 401, body: { code: 'session_expired', upstream: 'cms' } });
      expect((await (await logIn('bearer handle')).get(LIST)).status).toBe(200);
    });
  });

  it('keeps the words and the headers of the upstreams to itself', async () => {
    const marta = await logIn('bearer handle');
    const answers = [await marta.get(LIST), await marta.post('/v1/cards/1/statements', { month: 1, year: 2027 })];

    expect(answers[1]).toMatchObject({ status: 404, body: { code: 'not_found', errors: [{ code: '7200' }] } });
    expect(answers[1]?.text).not.toMatch(/trace-of-upstream|card not found/);
    for (const { headers } of answers) {
      expect(headers.getSetCookie()).toEqual([]);
      for (const name of ['x-powered-by', 'server', 'x-internal-node']) expect(headers.get(name)).toBeNull();
    }
  });
});
