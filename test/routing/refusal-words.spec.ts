import fc from 'fast-check';
import { cleanWords } from '../../src/clients/migo/clean-words.js';
import { problemOf, readRefusal } from '../../src/clients/migo/refusal.js';
import type { ProblemError } from '../../src/problems/problem.js';
import { cpuMsOf } from '../support/cpu-time.js';

function errorsOf(body: unknown, { status = 400, words = true } = {}): readonly ProblemError[] | undefined {
  const refusal = readRefusal({ status, headers: {}, body: Buffer.from(JSON.stringify(body)) }, 'cms');
  const call = { hasPartner: false, movesMoney: false, isRead: false, ownToken: false, tellsWords: words };
  return problemOf(refusal, call).options.errors;
}

/** Written down from NestJS, class-validator, Joi, Laravel and Migo's own pages. */
describe('the words of a refusal', () => {
  it.each<[string, object, object[]]>([
    [
      'NestJS’s list of texts',
      {
        statusCode: 400,
        message: ['amount must be a positive number', 'name should not be empty'],
        error: 'Bad Request',
      },
      [
        { code: 'invalid', field: 'amount', message: 'amount must be a positive number' },
        { code: 'invalid', field: 'name', message: 'name should not be empty' },
      ],
    ],
    [
      'NestJS’s text',
      { statusCode: 404, message: 'The plan has no payments', error: 'Not Found' },
      [{ code: 'invalid', message: 'The plan has no payments' }],
    ],
    [
      'class-validator’s constraints',
      {
        message: [
          { property: 'amount', constraints: { isPositive: 'amount must be a positive number', max: 'too much' } },
          {
            property: 'cardInfo',
            children: [{ property: 'token', constraints: { isString: 'token must be a string' } }],
          },
        ],
      },
      [
        { code: 'isPositive', field: 'amount', message: 'amount must be a positive number' },
        { code: 'max', field: 'amount', message: 'too much' },
        { code: 'isString', field: 'cardInfo.token', message: 'token must be a string' },
      ],
    ],
    [
      'a list with fields',
      { success: false, message: 'Validation failed', errors: [{ field: 'cardInfo.token', message: 'is required' }] },
      [{ code: 'invalid', field: 'cardInfo.token', message: 'is required' }],
    ],
    [
      'a list with paths',
      { errors: [{ path: ['items', 0, 'price'], msg: 'must be a number' }] },
      [{ code: 'invalid', field: 'items.0.price', message: 'must be a number' }],
    ],
    [
      'an object by field',
      { errors: { amount: ['is too small', 'is no number'], customKeys: { orderId: 'is taken' } } },
      [
        { code: 'invalid', field: 'amount', message: 'is too small' },
        { code: 'invalid', field: 'amount', message: 'is no number' },
        { code: 'invalid', field: 'customKeys.orderId', message: 'is taken' },
      ],
    ],
    ['a list of texts', { errors: ['El monto es inválido'] }, [{ code: 'invalid', message: 'El monto es inválido' }]],
    [
      'a documented code with a field',
      { errors: [{ code: '7000', field: 'amount', message: 'amount must have 4 decimals' }] },
      [{ code: '7000', field: 'amount', message: 'amount must have 4 decimals' }],
    ],
    [
      'a documented code, whose text is fixed',
      { errors: [{ code: '7000', message: 'Please check the parameters' }] },
      [{ code: '7000', message: 'The parameters are not valid' }],
    ],
    [
      'a code that nobody has documented',
      { message: 'La tarjeta está vencida', ownCode: 4999 },
      [{ code: '4999', message: 'La tarjeta está vencida' }],
    ],
    [
      'codes and other words',
      { errors: [{ code: '8042', message: 'No stock' }, { message: 'Try less' }, { code: '<b>', message: 'More' }] },
      [
        { code: '8042', message: 'No stock' },
        { code: 'invalid', message: 'Try less' },
        { code: 'invalid', message: 'More' },
      ],
    ],
    [
      'terminal payments’ own envelope',
      { statusCode: 400, message: 'm', error: { code: '8077', message: 'Cerrado' } },
      [{ code: '8077', message: 'Cerrado' }],
    ],
  ])('arrive from %s', (_what, body, errors) => {
    expect(errorsOf(body)).toEqual(errors);
  });

  it('do not arrive where a setting says so, and neither where Migo failed or refused a token', () => {
    const body = { errors: [{ field: 'a', message: 'must be b' }], message: 'c' };

    expect(errorsOf(body, { words: false })).toBeUndefined();
    for (const status of [401, 500, 502, 503, 504]) expect(errorsOf(body, { status })).toBeUndefined();
    expect(errorsOf(body, { status: 422 })).toHaveLength(1);
  });

  it('are at most 50, however many and however deep they are', () => {
    const many = Array.from({ length: 500 }, (_, index) => `field${index} must be a number`);
    let deep: unknown = 'must be';
    for (let level = 0; level < 1000; level += 1) deep = { a: deep };

    expect(errorsOf({ message: many })).toHaveLength(50);
    expect(errorsOf({ errors: many.map((message, index) => ({ code: String(8000 + index), message })) })).toHaveLength(
      50,
    );
    expect(errorsOf({ errors: deep })).toBeUndefined();
  });

  it('name no field that is none', () => {
    const token = 'eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.x.y';

    for (const field of [token, 'a b', '<b>', 'x'.repeat(101), '']) {
      expect(errorsOf({ errors: [{ field, message: 'is wrong' }] })).toEqual([
        { code: 'invalid', message: 'is wrong' },
      ]);
    }
  });
});

describe('words that are cleaned', () => {
  it.each([
    'amount must not be less than 1',
    'cardInfo.token must be a string',
    'El campo "monto" es inválido: use 12.50 (máx. 4 decimales)',
    'shouldCreateSubscription must be a boolean value',
    'Phone 50255551234 is taken since 2026-11-26 10:20:30',
    'items.0.price must be one of GTQ, USD, DOP and/or MXN',
    'card 1001 is blocked; code 7213',
    'must be at least (3) characters',
  ])('stay as they are where there is nothing to clean: %s', (text) => {
    expect(cleanWords(text)).toBe(text);
  });

  it.each<[string, string, RegExp]>([
    ['a page', 'see https://internal.migo.example/admin?x=1 now', /https|internal|admin/],
    ['a host', 'no route to mw.dev.migopayments.com today', /migopayments/],
    ['a host with a port', 'refused by redis-cache:6379 again', /redis|6379/],
    ['a host of a cluster', 'refused by wallet.svc.cluster.local again', /svc|cluster/],
    ['this machine', 'refused by localhost:3010 again', /localhost|3010/],
    ['an IPv4 address', 'refused by 10.9.8.7:80 again', /10\.9/],
    ['an IPv6 address', 'refused by [fe80::1ff:fe23:4567:890a] again', /fe80|890a/],
    ['an address of six groups', 'refused by 2001:db8:0:1:1:1:1:1 again', /2001|db8/],
    ['a mail', 'sent to ana.lopez@shop.example now', /ana|shop/],
    ['markup', 'hello <img src=x onerror=alert(1)> there', /<|>|img|alert/],
    ['markup that is not closed', 'hello there <script src=x', /<|script/],
    ['an entity', 'hello &lt;script&gt; there', /&|;/],
    ['a script', 'hello javascript:alert(1) there', /javascript/],
    ['a JWT', 'token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl is old', /eyJ|c2ln/],
    ['a bearer', 'sent Bearer abcdef as proof', /abcdef/],
    ['a merchant token', `key ${'0123456789abcdef'.repeat(4)} is old`, /0123456789/],
    ['a UUID', 'key 3f2a8c1e-9b7d-4e5f-8a6b-1c2d3e4f5a6b is old', /3f2a|5a6b/],
    ['base64', 'key dGhpcyBpcyBhIHNlY3JldCE5 is old', /dGhp/],
    ['a password', 'wrong password: hunter2 today', /hunter2/],
    ['a code', 'the OTP 123456 is old', /123456/],
    ['a PIN', 'the pin 4321 is weak', /4321/],
    ['a card number', 'card 4532010000051001 is blocked', /4532|1001/],
    ['a card number in groups', 'card 4532 0100-0005 1001 is blocked', /4532|1001/],
    ['a card number of wide digits', 'card ４５３２０１００００５１００１ is blocked', /4532|４５３２/],
    ['a file', 'cannot open /srv/migo/config/keys.pem now', /srv|pem/],
    ['a file of Windows', 'cannot open C:\\migo\\keys\\a.pem now', /migo|pem/],
    ['control characters', 'one\u0000two\u001b[31m three\r\nfour', /\p{Cc}/u],
    ['marks that turn the text', 'one\u202etwo\u200bthree', /[\u202e\u200b]/],
  ])('lose %s', (_what, text, gone) => {
    const words = cleanWords(text);

    expect(words).toMatch(/\p{L}{2}/u);
    expect(words).not.toMatch(gone);
  });

  it.each([
    'at Object.<anonymous> (/srv/migo/app.js:3) on 10.9.8.7: ORA-00942',
    'Error: boom\n    at run (node:internal/x:1:1)',
    'getaddrinfo ENOTFOUND db',
    'connect ECONNREFUSED 10.9.8.7:5432',
    'SQLSTATE[42S02]: no table',
    'select * from cards where pan = 1',
    '<html><body>nginx</body></html>',
    '…',
    '4532010000051001',
    '',
  ])('are none where they speak of insides, or of nothing: %j', (text) => {
    expect(cleanWords(text)).toBeUndefined();
  });

  it('are one line of at most 300 characters, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const words = cleanWords(`ok ${text}`) ?? '';
        return words.length <= 300 && words.isWellFormed() && !/[<>\p{Cc}\p{Cf}]/u.test(words);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'a'.repeat(100_000),
    '1 '.repeat(50_000),
    'a.'.repeat(50_000),
    '<'.repeat(100_000),
    'a1-'.repeat(30_000),
    ':a'.repeat(9999),
  ])('are cleaned in no time', (text) => {
    expect(cpuMsOf(() => cleanWords(text))).toBeLessThan(100);
  });
});

describe('when to come again', () => {
  const DATE = 'Thu, 26 Nov 2026 10:00:00 GMT';
  const secondsOf = (retryAfter: string, date?: string): string | undefined =>
    readRefusal({ status: 503, headers: { 'retry-after': retryAfter, date }, body: Buffer.alloc(0) }, 'cms').retryAfter;

  it.each([
    ['120', '120'],
    ['Thu, 26 Nov 2026 10:01:30 GMT', '90'],
    ['Thursday, 26-Nov-26 10:01:30 GMT', '90'],
    ['Thu Nov 26 10:01:30 2026', '90'],
    ['Thu, 26 Nov 2026 09:00:00 GMT', '0'],
    ['Thu, 26 Nov 2027 10:00:00 GMT', undefined],
    ['tomorrow', undefined],
    ['-1', undefined],
    ['2026', '2026'],
    ['1.5', undefined],
  ])('is told in seconds: %s', (given, seconds) => {
    expect(secondsOf(given, DATE)).toBe(seconds);
  });

  it('counts from now where Migo does not say what time it is there', () => {
    const soon = new Date(Date.now() + 60_000).toUTCString();

    expect(Number(secondsOf(soon))).toBeGreaterThan(50);
    expect(Number(secondsOf(soon))).toBeLessThanOrEqual(60);
  });
});
