import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { BILLING, Client, READER, type Reply } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';
import { SigningKey } from '../support/signing-key.js';

/** Starting gateways on a machine that is busy. */
const START_MS = 30_000;
const LIST = '/v1/partners/partner-demo/cardholders?limit=1';

const key = new SigningKey('k1');
const GRANT = { grant_type: 'client_credentials' };
const IN_FORM = { ...GRANT, client_id: BILLING.id, client_secret: BILLING.secret };

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

/** What every refusal of the token endpoint has: the gateway's problem, which is RFC 6749's error too. */
function expectRefusal({ headers, body, text }: Reply, expected: { status: number; error: string }): void {
  const { status, error } = expected;
  expect(body).toMatchObject({ status, error, code: error, success: false, requestId: expect.any(String) });
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
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
    simulator = await startSimulator({ ports: { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 } });
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
      expect(reply.body.detail).toBeUndefined();
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

      for (const { status, body } of [json, form]) {
        expect({ status, code: body.code }).toEqual({ status: 415, code: 'unsupported_media_type' });
      }
    });

    it('for a form of more than 8 KiB', async () => {
      const { status, body } = await anonymous.requestToken(BILLING, { scope: 'a'.repeat(9000) });

      expect({ status, code: body.code }).toEqual({ status: 413, code: 'payload_too_large' });
    });
  });

  describe('that the gateway has not issued', () => {
    const hmacKey = Buffer.from(key.publicPem);
    const other = new SigningKey('k1');
    const decode = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const past = Math.floor(Date.now() / 1000) - 10;

    const changed = async (part: 0 | 1, change: object): Promise<string> => {
      const parts = (await key.sign()).split('.');
      parts[part] = encode({ ...decode(parts[part] ?? ''), ...change });
      return parts.join('.');
    };

    it('are told from those it could have issued', async () => {
      expect((await anonymous.withToken(await key.sign()).get(LIST)).status).toBe(200);
    });

    it.each<[attack: string, forge: () => string | Promise<string>]>([
      ['alg none', async () => `${(await changed(0, { alg: 'none' })).split('.').slice(0, 2).join('.')}.`],
      ['alg none with the signature left on', () => changed(0, { alg: 'none' })],
      ['HS256 with the public key as secret', () => key.sign({ header: { alg: 'HS256' }, key: hmacKey })],
      ['a signature of another key under our kid', () => other.sign()],
      ['an unknown kid', () => key.sign({ header: { kid: 'k2' } })],
      ['no kid', () => key.sign({ header: { kid: undefined } })],
      ['a kid that is a path', () => other.sign({ header: { kid: '../../dev/null' } })],
      ['its own key in the header', () => other.sign({ header: { jwk: other.publicJwk, kid: undefined } })],
      ['its own key beside our kid', () => other.sign({ header: { jwk: other.publicJwk } })],
      ['a URL of its keys', () => other.sign({ header: { jku: `${simulator.urls.wallet}/jwks`, kid: 'k9' } })],
      ['a URL of its certificate', () => other.sign({ header: { x5u: `${simulator.urls.wallet}/jwks` } })],
      ['another audience', () => key.sign({ claims: { aud: 'migo' } })],
      ['another issuer', () => key.sign({ claims: { iss: 'migo' } })],
      ['another type', () => key.sign({ header: { typ: 'JWT' } })],
      ['no type', () => key.sign({ header: { typ: undefined } })],
      ['an end that has passed', () => key.sign({ claims: { exp: past } })],
      ['no end', () => key.sign({ claims: { exp: undefined } })],
      ['no client', () => key.sign({ claims: { client_id: undefined } })],
      ['a client that is not in the settings', () => key.sign({ claims: { client_id: 'gone', sub: 'gone' } })],
      ['another partner', () => key.sign({ claims: { partner: 'other' } })],
      ['changed claims', () => changed(1, { partner: 'demo', scope: 'cards:read' })],
      ['more than 4 KiB', () => key.sign({ claims: { padding: 'a'.repeat(4096) } })],
      ['nothing but dots', () => '..'],
      ['another form', () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ'],
    ])('are refused: %s', async (_attack, forge) => {
      const { status, headers, body } = await anonymous.withToken(await forge()).get(LIST);

      expect({ status, code: body.code }).toEqual({ status: 401, code: 'token_invalid' });
      expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    });

    it('are refused by 1 MB before anything reads them', async () => {
      const { status } = await anonymous.withToken(`${'a'.repeat(1_000_000)}.b.c`).get(LIST);

      expect(status).toBe(431);
    });

    it('never make the gateway fetch a key', async () => {
      const calls = await new SimulatorControl(simulator).calls({ upstream: 'wallet' });

      expect(calls.filter(({ path }) => path.includes('jwks'))).toEqual([]);
    });

    it('have no rights that their client has lost', async () => {
      const claims = { client_id: READER.id, sub: READER.id, scope: '* cards:read cards:funds' };
      const reader = anonymous.withToken(await key.sign({ claims }));

      expect((await reader.get('/v1/transactions/search')).body.code).toBe('scope_missing');
      expect((await reader.post('/v1/cards/1001/statements', { month: 10, year: 2026 })).status).toBe(201);
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
