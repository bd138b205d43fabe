/**
 * The attack: somebody of one partner names another partner of the same gateway, in the path, by a cookie, by an Origin, by
 * a login or in a token, to see or change what is not his. What is with the other partner must not even be asked for.
 */
import { ANA, BILLING, type Client, type Reply } from '../support/client.js';
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { everyRow, sendRow } from '../support/every-row.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { SigningKey } from '../support/signing-key.js';
import { EVA, OTHER_ORIGIN, OTHER_SERVICE, twoPartners } from '../support/two-partners.js';

const rows = (await everyRow()).filter(({ row }) => row.path.includes(':partnerId'));
const OURS = { params: { partnerId: 'partner-demo' } };
const THEIRS = { params: { partnerId: 'partner-other' } };
const FORBIDDEN = { status: 403, code: 'FORBIDDEN' };
const NOT_OURS = { status: 403, code: 'origin_not_allowed' };
const SESSION = '/v1/auth/session';
const key = new SigningKey('k1');

describe('one partner against another', () => {
  let attacked: AttackedGateway;
  let callers: Readonly<Record<string, Client>>;
  let evaHere: Client;
  let evaThere: Client;

  const logInAt = (partner: string): Promise<Client> => {
    const eva = { ...EVA, partner };
    return attacked.anonymous.logIn(eva);
  };

  beforeAll(async () => {
    attacked = await AttackedGateway.start(() => ({
      partners: twoPartners(),
      serviceTokens: { keys: [key.setting] },
    }));
    evaHere = await logInAt('demo');
    evaThere = await logInAt('other');
    callers = {
      operator: attacked.ana,
      browser: await attacked.anonymous.logInAsBrowser(ORIGIN),
      service: await attacked.anonymous.asService(BILLING),
      'operator whom the CMS would let': evaHere,
    };
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  const as = (name: string): Client => callers[name] ?? attacked.anonymous;

  it('has many rows to try', () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  describe.each(['operator', 'browser', 'service', 'operator whom the CMS would let'])('as %s', (name) => {
    it.each(rows)('is refused $title', async ({ row }) => {
      const isListed = name !== 'service' || row.callers.includes('service');

      const reply = await sendRow(as(name), row, THEIRS);

      expectRefusal(reply, isListed ? FORBIDDEN : { status: 403, code: 'caller_not_allowed' }, 'partner-other');
      await attacked.expectNoUpstreamCall();
    });
  });

  it.each(rows)('and back again is refused $title', async ({ row }) => {
    expectRefusal(await sendRow(evaThere, row, OURS), FORBIDDEN, 'partner-demo');
    await attacked.expectNoUpstreamCall();
  });

  it.each(['partner-other ', 'PARTNER-OTHER', 'partner-demo,partner-other', 'partner-demo\u0000', '*', '__proto__'])(
    'is not helped by the name %j',
    async (name) => {
      const reply = await as('operator').get(`/v1/partners/${encodeURIComponent(name)}/cardholders`);

      expect([403, 400]).toContain(reply.status);
      await attacked.expectNoUpstreamCall();
    },
  );

  it('is two sessions where one person logs in at both, each with the rights of its own', async () => {
    const list = (caller: Client): Promise<Reply> => caller.get('/v1/partners/partner-other/cardholders?limit=1');

    expect((await evaHere.get(SESSION)).body.data.partner).toBe('demo');
    expect((await evaThere.get(SESSION)).body.data.partner).toBe('other');
    expect((await list(evaThere)).status).toBe(200);
    expect((await list(evaHere)).body.code).toBe('FORBIDDEN');
  });

  it('ends with a logout of its own only', async () => {
    const [here, there] = [await logInAt('demo'), await logInAt('other')];

    await here.delete(SESSION);

    expect((await here.get(SESSION)).status).toBe(401);
    expect((await there.get('/v1/partners/partner-other/cardholders?limit=1')).status).toBe(200);
  });

  it('sends each partner’s own application credential, never the other’s', async () => {
    await as('operator').get('/v1/partners/partner-demo/cardholders?limit=1');
    await evaThere.get('/v1/partners/partner-other/cardholders?limit=1');

    const [ours, theirs] = await attacked.control.calls({ upstream: 'cms', path: '/app/partners' });
    expect(ours?.headers['authorization']).toMatch(/^Bearer /);
    expect(theirs?.headers['authorization']).toMatch(/^Bearer /);
    expect(theirs?.headers['authorization']).not.toBe(ours?.headers['authorization']);
    expect(theirs?.headers['x-user-token']).not.toBe(ours?.headers['x-user-token']);
  });

  describe('from the other’s page, with a cookie that the browser adds', () => {
    const from = { headers: { origin: OTHER_ORIGIN, 'x-migo-csrf': '1' } };

    it.each(rows)('neither changes nor reads: $title', async ({ row }) => {
      expectRefusal(await sendRow(as('browser'), row, { ...OURS, ...from }), NOT_OURS);
      await attacked.expectNoUpstreamCall();
    });

    it('is not even told who is logged in', async () => {
      expectRefusal(await as('browser').get(SESSION, from), NOT_OURS, ANA.email);
    });
  });

  it.each([
    ['a page of ours, for them', ORIGIN, 'other'],
    ['a page of theirs, for us', OTHER_ORIGIN, 'demo'],
  ])('logs nobody in on %s', async (_where, origin, partner) => {
    const reply = await attacked.anonymous.post(
      '/v1/auth/operator/login',
      { ...ANA, partner },
      { headers: { origin } },
    );

    expectRefusal(reply, NOT_OURS);
    expect(reply.headers.getSetCookie()).toEqual([]);
    await attacked.expectNoUpstreamCall();
  });

  it('is not entered by a service token that names the other', async () => {
    const claims = { client_id: BILLING.id, sub: BILLING.id, partner: 'other' };
    const forger = attacked.anonymous.withToken(await key.sign({ claims }));
    const reply = await forger.get('/v1/partners/partner-other/cardholders');

    expectRefusal(reply, { status: 401, code: 'token_invalid' });
    await attacked.expectNoUpstreamCall();
  });

  it('is not entered by the other’s service either', async () => {
    const service = await attacked.anonymous.asService(OTHER_SERVICE);

    expect((await service.get('/v1/partners/partner-other/cardholders?limit=1')).status).toBe(200);
    expectRefusal(await service.get('/v1/partners/partner-demo/cardholders?limit=1'), FORBIDDEN);
    expectRefusal(await attacked.anonymous.requestToken({ ...OTHER_SERVICE, id: BILLING.id }), {
      status: 401,
      code: 'invalid_client',
    });
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
