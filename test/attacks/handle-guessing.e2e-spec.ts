/**
 * The attack: to find a session handle, by trying many, by changing one that was seen a little, by giving what stands in the
 * store or in an answer in place of it, and by looking for any difference between a refusal and a near miss.
 */
import { hash, randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { ATTACK_START_MS, AttackedGateway, NORMAL_CALL } from '../support/attacked-gateway.js';
import { Client, type Reply } from '../support/client.js';

const GUESSES = 500;
/** More than all guesses here: how few they may be, strangers.e2e-spec.ts shows. */
const UNLIMITED = { unknownHandles: { requests: 10_000, seconds: 60 } };
const SESSION = '/v1/auth/session';
const COOKIE = '__Host-migo_session';

describe('guessing a handle', () => {
  let attacked: AttackedGateway;
  let handle: string;

  beforeAll(async () => {
    attacked = await AttackedGateway.start(() => ({ limits: UNLIMITED }));
    handle = (attacked.ana.headers['authorization'] ?? '').slice('Bearer '.length);
    expect(handle).toMatch(/^[A-Za-z0-9_-]{43}$/);
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());

  beforeEach(() => attacked.control.forgetCalls());

  /** All of it that is not about this one request. */
  const refusalOf = ({ status, headers, body }: Reply): unknown => ({
    status,
    headers: [...headers].filter(([name]) => name !== 'date' && name !== 'x-request-id'),
    body: Object.entries(body as object).filter(([name]) => name !== 'requestId' && name !== 'instance'),
  });

  const guess = (guessed: string): Promise<Reply> =>
    new Client(attacked.url).get(SESSION, { headers: { authorization: `Bearer ${guessed}` } });

  it(`gets the same refusal ${GUESSES} times, and no upstream is asked`, async () => {
    const replies = await Promise.all(
      Array.from({ length: GUESSES }, () => guess(randomBytes(32).toString('base64url'))),
    );

    const refusals = new Set(replies.map((reply) => JSON.stringify(refusalOf(reply))));
    expect(refusals.size).toBe(1);
    expect(replies[0]).toMatchObject({ status: 401, body: { code: 'session_invalid' } });
    await attacked.expectNoUpstreamCall();
  });

  it('is not told that it was near', async () => {
    const far = refusalOf(await guess(randomBytes(32).toString('base64url')));
    const other = (at: number): string => (handle[at] === 'A' ? 'B' : 'A');
    const near = [0, 1, 21, 42].map((at) => handle.slice(0, at) + other(at) + handle.slice(at + 1));
    const swapped = [handle.toUpperCase(), handle.toLowerCase(), Array.from(handle).reverse().join('')];

    for (const guessed of [...near, ...swapped]) expect(refusalOf(await guess(guessed))).toEqual(far);
    expect((await guess(handle)).status).toBe(200);
  });

  it.each<[string, (right: string) => string]>([
    ['its beginning', (right) => right.slice(0, 42)],
    ['more behind it', (right) => `${right}A`],
    ['a wildcard', (right) => `${right.slice(0, 42)}*`],
    ['padding', (right) => `${right}=`],
    ['the other alphabet', (right) => `${right.slice(0, 41)}+/`],
    ['a line break', (right) => `${right}%0a`],
    ['its SHA-256, by which the store knows it', (right) => hash('sha256', right, 'hex')],
    ['its SHA-256 in the form of a handle', (right) => hash('sha256', right, 'base64url')],
    ['nothing', () => 'undefined'],
  ])('does not get in with %s', async (_what, of) => {
    const guessed = of(handle);

    const replies = [
      await guess(guessed),
      await new Client(attacked.url).get(NORMAL_CALL, { headers: { cookie: `${COOKIE}=${guessed}` } }),
    ];

    for (const { status, text } of replies) {
      expect(status).toBe(401);
      expect(text).not.toContain(guessed);
    }
    await attacked.expectNoUpstreamCall();
  });

  it('does not get in with anything that the store or an answer shows', async () => {
    const redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    const keys = await redis.keys(`${attacked.keyPrefix}:*`);
    redis.disconnect();
    const view = await new Client(attacked.url, { authorization: `Bearer ${handle}` }).get(SESSION);
    const shown = [...keys.flatMap((key) => [key, ...key.split(':')]), ...(view.text.match(/[\w-]{8,}/g) ?? [])];

    expect(keys.length).toBeGreaterThan(1);
    expect(JSON.stringify([keys, view.text])).not.toContain(handle);
    for (const guessed of new Set(shown)) expect((await guess(guessed)).status).toBe(401);
    await attacked.expectNoUpstreamCall();
  });

  it('is not given one by the attacker’s choice: a login makes a new one', async () => {
    const planted = randomBytes(32).toString('base64url');
    const fixed = new Client(attacked.url, { cookie: `${COOKIE}=${planted}` });

    const browser = await fixed.logInAsBrowser('http://localhost:8080');

    expect(browser.headers['cookie']).not.toContain(planted);
    expect((await fixed.get(SESSION)).status).toBe(401);
    expect((await guess(planted)).status).toBe(401);
  });

  it('has harmed nobody', async () => {
    await attacked.expectUnharmed();
    expect((await guess(handle)).status).toBe(200);
  });
});
