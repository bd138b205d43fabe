/**
 * The attack: a service token that the gateway has not issued (RFC 8725, RFC 9068): `alg` none, HS256 with the public key as the
 * secret, keys of the attacker named by `jwk`, `jku`, `x5u` or a `kid` that is a path or a query, tokens of another issuer, audience
 * or type, changed claims, and tokens so long that reading them is the attack.
 */
import { generateKeyPairSync } from 'node:crypto';
import { ATTACK_START_MS, AttackedGateway, expectRefusal, NORMAL_CALL } from '../support/attacked-gateway.js';
import { READER } from '../support/client.js';
import { VerbatimUpstream } from '../support/foreign/verbatim-upstream.js';
import { SigningKey } from '../support/signing-key.js';

const key = new SigningKey('k1');
const hmacKey = Buffer.from(key.publicPem);
const other = new SigningKey('k1');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const now = Math.floor(Date.now() / 1000);

const decode = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const changed = async (part: 0 | 1, change: object): Promise<string> => {
  const parts = (await key.sign()).split('.');
  parts[part] = encode({ ...decode(parts[part] ?? ''), ...change });
  return parts.join('.');
};

const withoutSignature = async (alg: string): Promise<string> =>
  `${(await changed(0, { alg })).split('.').slice(0, 2).join('.')}.`;

describe('a service token that the gateway has not issued', () => {
  let attacked: AttackedGateway;
  /** Where the attacker would have his keys. */
  let elsewhere: VerbatimUpstream;

  beforeAll(async () => {
    elsewhere = await VerbatimUpstream.start();
    const keys = JSON.stringify({ keys: [{ ...other.publicJwk, kid: 'k9', alg: 'EdDSA', use: 'sig' }] });
    elsewhere.answersWith(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n${keys}`);
    attacked = await AttackedGateway.start(() => ({ serviceTokens: { keys: [key.setting] } }));
  }, ATTACK_START_MS);

  afterAll(async () => {
    await attacked.close();
    await elsewhere.close();
  });

  beforeEach(() => attacked.control.forgetCalls());

  it('is told from one that it could have issued', async () => {
    expect((await attacked.anonymous.withToken(await key.sign()).get(NORMAL_CALL)).status).toBe(200);
  });

  it.each<[attack: string, forge: () => string | Promise<string>]>([
    ['alg none', () => withoutSignature('none')],
    ['alg None', () => withoutSignature('None')],
    ['alg NONE', () => withoutSignature('NONE')],
    ['alg none with the signature left on', () => changed(0, { alg: 'none' })],
    ['no alg', () => changed(0, { alg: undefined })],
    ['no signature', async () => `${(await key.sign()).split('.').slice(0, 2).join('.')}.`],
    ['HS256 with the public key as secret', () => key.sign({ header: { alg: 'HS256' }, key: hmacKey })],
    ['HS512 with the public key as secret', () => key.sign({ header: { alg: 'HS512' }, key: hmacKey })],
    ['RS256 with a key of its own', () => key.sign({ header: { alg: 'RS256' }, key: rsa.privateKey })],
    ['a signature of another key under our kid', () => other.sign()],
    ['an unknown kid', () => key.sign({ header: { kid: 'k2' } })],
    ['no kid', () => key.sign({ header: { kid: undefined } })],
    ['a kid that is a path', () => other.sign({ header: { kid: '../../dev/null' } })],
    ['a kid that is a query', () => other.sign({ header: { kid: "k1' or '1'='1" } })],
    ['a kid that is a prototype', () => other.sign({ header: { kid: '__proto__' } })],
    ['a kid that is an inherited property', () => other.sign({ header: { kid: 'constructor' } })],
    ['its own key in the header', () => other.sign({ header: { jwk: other.publicJwk, kid: undefined } })],
    ['its own key beside our kid', () => other.sign({ header: { jwk: other.publicJwk } })],
    ['a URL of its keys', () => other.sign({ header: { jku: `${elsewhere.url}/jwks`, kid: 'k9' } })],
    ['a URL of its keys beside our kid', () => other.sign({ header: { jku: `${elsewhere.url}/jwks` } })],
    ['a URL of its certificate', () => other.sign({ header: { x5u: `${elsewhere.url}/x5u` } })],
    [
      'an issuer that is a URL of its keys',
      () => other.sign({ claims: { iss: elsewhere.url }, header: { kid: 'k9' } }),
    ],
    ['another audience', () => key.sign({ claims: { aud: 'migo' } })],
    ['no audience', () => key.sign({ claims: { aud: undefined } })],
    ['another issuer', () => key.sign({ claims: { iss: 'migo' } })],
    ['no issuer', () => key.sign({ claims: { iss: undefined } })],
    ['another type', () => key.sign({ header: { typ: 'JWT' } })],
    ['no type', () => key.sign({ header: { typ: undefined } })],
    ['an end that has passed', () => key.sign({ claims: { exp: now - 10 } })],
    ['a begin that has not come', () => key.sign({ claims: { nbf: now + 600 } })],
    ['no end', () => key.sign({ claims: { exp: undefined } })],
    ['an end that is text', () => key.sign({ claims: { exp: '9999999999' } })],
    ['no client', () => key.sign({ claims: { client_id: undefined } })],
    ['a client that is not in the settings', () => key.sign({ claims: { client_id: 'gone', sub: 'gone' } })],
    ['a client that is a prototype', () => key.sign({ claims: { client_id: '__proto__', sub: '__proto__' } })],
    ['another partner', () => key.sign({ claims: { partner: 'other' } })],
    ['several partners', () => key.sign({ claims: { partner: ['demo', 'other'] } })],
    ['changed claims', () => changed(1, { partner: 'demo', scope: 'cards:read' })],
    ['more than 4 KiB', () => key.sign({ claims: { padding: 'a'.repeat(4096) } })],
    ['nothing but dots', () => '..'],
    ['two parts', () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ'],
    ['five parts', () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA'],
    ['a header that is no JSON', () => 'bm8.eyJzdWIiOiJhbmEifQ.c2ln'],
  ])('is refused: %s', async (_attack, forge) => {
    const token = await forge();

    const reply = await attacked.anonymous.withToken(token).get(NORMAL_CALL);

    expectRefusal(reply, { status: 401, code: 'token_invalid' }, token);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    await attacked.expectNoUpstreamCall();
  });

  it('is refused by 1 MB before anything reads it', async () => {
    const { status } = await attacked.anonymous.withToken(`${'a'.repeat(1_000_000)}.b.c`).get(NORMAL_CALL);

    expect(status).toBe(431);
    await attacked.expectNoUpstreamCall();
  });

  it('never makes the gateway fetch a key', () => {
    expect(elsewhere.requests).toBe(0);
  });

  it('has no rights that its client has lost', async () => {
    const claims = { client_id: READER.id, sub: READER.id, scope: '* cards:read cards:funds' };
    const reader = attacked.anonymous.withToken(await key.sign({ claims }));

    expect((await reader.get('/v1/transactions/search')).body.code).toBe('scope_missing');
    expect((await reader.post('/v1/cards/1001/statements', { month: 10, year: 2026 })).status).toBe(201);
  });

  it('is no session either, nor is a session one of these', async () => {
    const token = await key.sign();

    const reply = await attacked.anonymous.get(NORMAL_CALL, { headers: { cookie: `__Host-migo_session=${token}` } });

    expectRefusal(reply, { status: 401, code: 'session_invalid' }, token);
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
