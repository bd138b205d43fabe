/**
 * The attack: JSON so deep, or so wide, that whoever walks through it runs out of stack or time: in a field that is checked, in
 * one that is not, in a string that only looks deep, before a login and after one, many at once.
 */
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { ANA, type Reply } from '../support/client.js';

const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';
const INVALID = { status: 400, code: 'invalid_json' };
/** Without a login a body is small. */
const TOO_LARGE = { status: 413, code: 'payload_too_large' };
const SMALL_LEVELS = 2000;
const LEVELS = 100_000;

const arrays = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const objects = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const mixed = (levels: number): string => '[{"a":'.repeat(levels) + '1' + '}]'.repeat(levels);
const GOOD = `"name":"Lucia","lastName":"Perez","email":"deep@example.com"`;

describe('JSON that is too deep or too wide', () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());
  afterEach(() => attacked.expectUnharmed());

  it.each([
    ['arrays', `{"a":${arrays(LEVELS)}}`],
    ['objects', objects(LEVELS)],
    ['both', `{"a":${mixed(LEVELS)}}`],
    ['in an unknown field of a right body', `{${GOOD},"x":${arrays(LEVELS)}}`],
    ['in a field that is checked', `{"name":${objects(LEVELS)}}`],
    ['never closed', `{"a":${'['.repeat(LEVELS)}`],
    ['closed too early, to hide the depth', `{"a":${']'.repeat(500)}${'['.repeat(LEVELS)}`],
    ['behind a quote that was escaped', `{"a\\"":${arrays(LEVELS)}}`],
    ['one level too deep', `{"a":${arrays(64)}}`],
  ])('is refused: %s', async (_how, body) => {
    expectRefusal(await attacked.ana.post(CARDHOLDERS, body), INVALID, '[[');
    await attacked.expectNoUpstreamCall();
  });

  it.each(['/v1/auth/operator/login', '/v1/auth/cardholder/login'])('is refused without a login: %s', async (path) => {
    const deep = (levels: number): string => `{"email":${objects(levels)},"password":"x"}`;

    expectRefusal(await attacked.anonymous.post(path, deep(SMALL_LEVELS)), INVALID);
    expectRefusal(await attacked.anonymous.post(path, deep(LEVELS)), TOO_LARGE);
    await attacked.expectNoUpstreamCall();
  });

  it('is refused many times at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => attacked.anonymous.post('/v1/auth/operator/login', objects(SMALL_LEVELS))),
    );

    for (const reply of replies) expectRefusal(reply, INVALID);
  });

  it('is not what only looks deep in a string, or is as deep as allowed', async () => {
    const strings: Promise<Reply>[] = [JSON.stringify('[{'.repeat(LEVELS)), arrays(63)].map((value) =>
      attacked.ana.post(CARDHOLDERS, `{"x":${value},${GOOD}}`),
    );

    // Other fields are missing: it was read, and checked.
    for (const reply of await Promise.all(strings)) {
      expectRefusal(reply, { status: 400, code: 'validation_failed' }, '[{[{');
    }
  });

  it('is refused where it is wide instead', async () => {
    const wide = Array.from({ length: 60_000 }, (_, index) => `"k${index}":1`).join();

    for (const body of [`{${wide}}`, `{"email":{"a":[{${wide}}]}}`]) {
      expectRefusal(await attacked.ana.post(CARDHOLDERS, body), INVALID, 'k59999');
    }
    await attacked.expectNoUpstreamCall();
  });

  it('is refused with many names twice below a long one, of which no list is made', async () => {
    const twice = `{${'"a":1,'.repeat(900)}"a":1}`;
    const body = `{"${'n'.repeat(500_000)}":[${Array.from({ length: 80 }, () => twice).join()}]}`;

    expectRefusal(await attacked.ana.post(CARDHOLDERS, body), INVALID, 'nnnn');
  });

  it.each([
    ['elements', `{"types":[${'1,'.repeat(400_000)}1]}`],
    ['digits of a number', `{"cardId":${'9'.repeat(1_000_000)}}`],
    ['members of one name', `{${'"name":"x",'.repeat(60_000)}"name":"x"}`],
  ])('or has very many %s, is refused as well', async (_what, body) => {
    const { status, text } = await attacked.ana.post(CARDHOLDERS, body);

    expect(status).toBe(400);
    expect(text.length).toBeLessThan(20_000);
    await attacked.expectNoUpstreamCall();
  });

  it('does not keep anybody from logging in', async () => {
    await attacked.anonymous.post('/v1/auth/operator/login', objects(SMALL_LEVELS));

    expect((await (await attacked.anonymous.logIn(ANA)).get('/v1/auth/session')).status).toBe(200);
  });
});
