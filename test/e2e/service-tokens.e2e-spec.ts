import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { BILLING, Client, READER, type Reply } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SigningKey } from '../support/signing-key.js';

/** Starting gateways on a machine that is busy. */
const START_MS = 60_000;
const LIST = '/v1/partners/partner-demo/cardholders?limit=1';

const key = new SigningKey('k1');
const GRANT = { grant_type: 'client_credentials' };
const IN_FORM = { ...GRANT, client_id: BILLING.id, client_secret: BILLING.secret };

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

/** What every refusal of the token endpoint has: RFC 6749's error, and all that a problem has beside it. */
function expectRefusal({ headers, body, text }: Reply, expected: { status: number; error: string }): void {
  const { status, error } = expected;
  expect(body).toMatchObject({ status, error, code: error, success: false, requestId: expect.any(String) });
  expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  expect(headers.get('content-type')).toMatch(/^application\/json\b/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(text).not.toMatch(/eyJ|access_token/);
}

describe('service tokens', () => {
  let simulator: Simulator;
  let gateways: GatewayProcess[];
  let anonymous: Client;

  const start = (serviceTokens: object): Promise<GatewayProcess> =>
    GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator), serviceTokens } });

  beforeAll(async () => {
    simulator = await startSimulator();
    gateways = [await start({ keys: [key.setting] })];
    anonymous = new Client(gateways[0]?.url ?? '');
    mustNotBeLogged(BILLING.secret, READER.secret);
  }, START_MS);

  afterAll(async () => {
    await simulator.close();
    await Promise.all(gateways.map((gateway) => gateway.stop()));
  });

  describe('are issued', () => {
    it('to a client in HTTP Basic authentication, as RFC 6749 has it', async () => {
      const { status, headers, body } = await anonymous.requestToken(BILLING);

      expect(status).toBe(200);
      expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 300, scope: '*' });
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('pragma')).toBe('no-cache');
      expect(headers.getSetCookie()).toEqual([]);
    });

    it('to a client that names itself in the form', async () => {
      const { status, body } = await anonymous.sendForm(IN_FORM);

      mustNotBeLogged(String(body.access_token));
      expect(status).toBe(200);
      expect((await anonymous.withToken(body.access_token).get(LIST)).status).toBe(200);
    });

    it('to a client that names itself in the form of a console, which sends the token of whoever is logged in, too', async () => {
      for (const authorization of ['Bearer ', 'Bearer some-session-handle'])
        expect((await anonymous.sendForm(IN_FORM, { authorization })).status).toBe(200);
    });

    it('as JWTs that say who, where, what and how long', async () => {
      const [first, second] = await Promise.all([anonymous.requestToken(READER), anonymous.requestToken(READER)]);
      const token = String(first.body.access_token);

      expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k1' });
      const claims = decodeJwt(token);
      expect(claims).toEqual({
        iss: 'migo-gateway',
        aud: 'migo-gateway',
        sub: READER.id,
        client_id: READER.id,
        partner: 'demo',
        scope: 'cardholders:read cards:read',
        iat: expect.any(Number),
        exp: (claims.iat ?? 0) + 300,
        jti: expect.any(String),
      });
      expect(decodeJwt(String(second.body.access_token)).jti).not.toBe(claims.jti);
    });

    it.each([
      ['one of its scopes', READER, 'cards:read', 'cards:read'],
      ['the same scope twice', READER, 'cards:read cards:read', 'cards:read'],
      ['a part of everything', BILLING, 'plans:write cards:read', 'plans:write cards:read'],
    ])('with %s', async (_what, client, scope, granted) => {
      const { status, body } = await anonymous.requestToken(client, { scope });

      expect(status).toBe(200);
      expect(body.scope).toBe(granted);
      expect(decodeJwt(String(body.access_token))['scope']).toBe(granted);
    });
  });

  describe('are refused', () => {
    it.each([
      ['a scope the client has not', { scope: 'cards:funds' }, 'invalid_scope'],
      ['a write where it may read', { scope: 'cards:write' }, 'invalid_scope'],
      ['everything', { scope: '*' }, 'invalid_scope'],
      ['a scope that is none', { scope: 'cards:read "' }, 'invalid_scope'],
      ['a scope that nobody knows', { scope: 'cards:fly' }, 'invalid_scope'],
      ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
      ['no grant', { grant_type: '' }, 'invalid_request'],
      ['another client in the form', { client_id: BILLING.id }, 'invalid_request'],
    ])('for %s', async (_what, form, error) => {
      expectRefusal(await anonymous.requestToken(READER, form), { status: 400, error });
    });

    it.each<[string, string, Record<string, string>]>([
      ['a wrong secret', basic(`${BILLING.id}:wrong-secret-canary`), {}],
      ["another client's secret", basic(`${BILLING.id}:${READER.secret}`), {}],
      ['an unknown client', basic(`nobody:${BILLING.secret}`), {}],
      ['no secret', basic(BILLING.id), {}],
      ['the hash in place of the secret', basic(`${BILLING.id}:f0cb7827c235f14a05ded4310d121670009b76a7`), {}],
      ['a half escaped secret', basic(`${BILLING.id}:%E0%A4%A`), {}],
      ['another scheme', `Bearer ${BILLING.secret}`, {}],
      ['no authentication', '', {}],
      ['an id alone', '', { client_id: BILLING.id }],
      ['a wrong secret in the form', '', { client_id: BILLING.id, client_secret: 'wrong-secret-canary' }],
    ])('to %s, all in the same words', async (_who, authorization, form) => {
      mustNotBeLogged('wrong-secret-canary');
      const reply = await anonymous.sendForm({ ...GRANT, ...form }, authorization === '' ? {} : { authorization });

      expectRefusal(reply, { status: 401, error: 'invalid_client' });
      expect(reply.headers.get('www-authenticate')).toBe('Basic realm="migo-gateway"');
      expect(reply.body.detail).toBe(
        'Check client id and secret; in HTTP Basic authentication both are form-encoded first (RFC 6749).',
      );
    });

    it('for a scope that no operation asks for, also to a client that may do everything', async () => {
      const reply = await anonymous.requestToken(BILLING, { scope: 'cards:read cards:fly' });

      expectRefusal(reply, { status: 400, error: 'invalid_scope' });
      expect((await anonymous.requestToken(BILLING, { scope: '*' })).body.scope).toBe('*');
      expect((await anonymous.requestToken(BILLING, { scope: 'cards:funds' })).status).toBe(200);
    });

    it('to a script in a browser without a challenge that its user would be asked to answer', async () => {
      const reply = await anonymous.sendForm(GRANT, { 'sec-fetch-site': 'same-origin' });

      expectRefusal(reply, { status: 401, error: 'invalid_client' });
      expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="migo-gateway"');
    });

    it('to a client that authenticates in two ways at once, also where both are right', async () => {
      const reply = await anonymous.sendForm(IN_FORM, { authorization: basic(`${BILLING.id}:${BILLING.secret}`) });

      expectRefusal(reply, { status: 400, error: 'invalid_request' });
    });

    it('for a parameter that is given twice', async () => {
      const reply = await anonymous.sendForm([...Object.entries(IN_FORM), ['scope', 'cards:read'], ['scope', '*']]);

      expectRefusal(reply, { status: 400, error: 'invalid_request' });
    });

    it('as JSON, and what a login takes as JSON is refused as a form', async () => {
      const json = await anonymous.post('/v1/auth/token', IN_FORM);
      const form = await anonymous.post('/v1/auth/operator/login', 'email=a&password=b', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });

      expect(json.body).toMatchObject({ error: 'invalid_request', error_description: expect.any(String) });
      expect(form.body).not.toHaveProperty('error');
      for (const { status, body } of [json, form]) {
        expect({ status, code: body.code }).toEqual({ status: 415, code: 'unsupported_media_type' });
      }
    });

    it('for a form of more than what strangers may send', async () => {
      const { status, body } = await anonymous.requestToken(BILLING, { scope: 'a'.repeat(17_000) });

      expect({ status, code: body.code }).toEqual({ status: 413, code: 'payload_too_large' });
    });
  });

  describe('over several replicas', () => {
    it('are good on all that have the key, and on no other', async () => {
      const same = await start({ keys: [key.setting] });
      gateways.push(same);
      const keyless = await start({});
      gateways.push(keyless);
      const service = await anonymous.asService();

      expect((await service.at(same.url).get(LIST)).status).toBe(200);
      expect((await service.at(keyless.url).get(LIST)).body.code).toBe('token_invalid');
      expect((await new Client(keyless.url).asService().then((own) => own.get(LIST))).status).toBe(200);
    });

    it('are good on all of one store where no key is in the settings: they share one, which nobody can read there', async () => {
      const keyPrefix = `shared-${process.pid}`;
      const config = {
        upstreams: upstreamsOf(simulator),
        sessions: { keys: [{ id: 's1', secret: randomBytes(32).toString('base64') }] },
      };
      const replicas = await Promise.all([1, 2].map(() => GatewayProcess.start({ config, keyPrefix })));
      gateways.push(...replicas);
      const clients = replicas.map(({ url }) => new Client(url));
      const services = await Promise.all(clients.map((client) => client.asService()));

      for (const { url } of replicas) {
        for (const service of services) expect((await service.at(url).get(LIST)).status).toBe(200);
      }
      const [first, second] = await Promise.all(clients.map((client) => client.get('/.well-known/jwks.json')));
      expect(first?.body.keys).toHaveLength(1);
      expect(second?.body.keys).toEqual(first?.body.keys);

      const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
      const [name = ''] = await redis.keys(`*${keyPrefix}*service-token-keys*`);
      const stored = await redis.get(name);
      await redis.quit();
      expect(stored).toEqual(expect.any(String));
      expect(stored).not.toMatch(/privateKey|made-|MC4CAQ/);
    });

    it('outlive their key as long as its public half is in the settings', async () => {
      const next = new SigningKey('k2');
      const rotated = await start({ keys: [next.setting, { id: key.id, publicKey: key.publicPem }] });
      gateways.push(rotated);
      const service = await anonymous.asService();
      const fresh = await new Client(rotated.url).requestToken(BILLING);

      expect((await service.at(rotated.url).get(LIST)).status).toBe(200);
      expect(decodeProtectedHeader(String(fresh.body.access_token)).kid).toBe('k2');
      expect((await anonymous.withToken(String(fresh.body.access_token)).get(LIST)).status).toBe(401);
      const published = await new Client(rotated.url).get('/.well-known/jwks.json');
      expect(published.body.keys.map(({ kid }: { kid: string }) => kid)).toEqual(['k2', 'k1']);
    });

    it('can be checked by anybody with the published keys', async () => {
      const { status, headers, body, text } = await anonymous.get('/.well-known/jwks.json');

      expect(status).toBe(200);
      expect(body.keys).toEqual([{ ...key.publicJwk, kid: 'k1', use: 'sig', alg: 'EdDSA' }]);
      expect(headers.get('cache-control')).toBe('public, max-age=300');
      expect(text).not.toContain('"d"');
    });
  });

  it('are not issued where the settings have no clients', async () => {
    const config = { upstreams: upstreamsOf(simulator), partners: [demoPartner({ clients: [] })] };
    const gateway = await GatewayProcess.start({ config });
    gateways.push(gateway);

    expectRefusal(await new Client(gateway.url).requestToken(BILLING), { status: 401, error: 'invalid_client' });
  });
});
