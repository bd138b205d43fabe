import type { UpstreamName } from '../../src/config/sections/upstream.settings.js';
import { catalogueEntry, type ProblemCode } from '../../src/problems/catalogue.js';
import type { Problem } from '../../src/problems/problem.js';
import { problemOf, readRefusal } from '../../src/clients/migo/refusal.js';

interface Refused {
  upstream?: UpstreamName;
  status: number;
  body: unknown;
  money?: boolean;
  hasPartner?: boolean;
  words?: boolean;
}

const WORDING = 'connect to 10.9.8.7 failed';

function refuse({
  upstream = 'wallet',
  status,
  body,
  money = false,
  hasPartner = false,
  words = false,
}: Refused): Problem {
  const answer = { status, headers: { 'retry-after': '7' }, body: Buffer.from(JSON.stringify(body)) };
  const call = { hasPartner, movesMoney: money, isRead: !money, ownToken: false, tellsWords: words };
  return problemOf(readRefusal(answer, upstream), call);
}

/** As Wallet Gateway and CMS write it. */
function standard(code: string): object {
  return { success: false, message: WORDING, errors: [{ code, message: WORDING }] };
}

function ownCode(code: unknown): object {
  return { success: false, message: WORDING, ownCode: code };
}

/** Migo's code, the status that its documentation gives (500 where it gives none: the code is in no set), what clients get. */
const BUSINESS: readonly (readonly [code: string, sent: number, problem: ProblemCode, status: number])[] = [
  ['7000', 400, 'invalid_request_upstream', 400],
  ['7001', 400, 'invalid_request_upstream', 400],
  ['7002', 400, 'invalid_request_upstream', 400],
  ['7003', 500, 'rejected_by_migo', 422],
  ['7004', 404, 'not_found', 404],
  ['7005', 404, 'not_found', 404],
  ['7006', 409, 'conflict', 409],
  ['7007', 500, 'rejected_by_migo', 422],
  ['7008', 500, 'rejected_by_migo', 422],
  ['7009', 500, 'rejected_by_migo', 422],
  ['7010', 404, 'not_found', 404],
  ['7011', 500, 'rejected_by_migo', 422],
  ['7012', 500, 'rejected_by_migo', 422],
  ['7013', 404, 'not_found', 404],
  ['7014', 404, 'not_found', 404],
  ['7100', 500, 'not_found', 404],
  ['7200', 500, 'not_found', 404],
  ['7205', 500, 'rejected_by_migo', 422],
  ['7210', 500, 'rejected_by_migo', 422],
  ['7213', 500, 'conflict', 409],
  ['7220', 500, 'not_found', 404],
  ['7221', 500, 'rejected_by_migo', 422],
  ['7300', 500, 'rejected_by_migo', 422],
  ['7301', 500, 'rejected_by_migo', 422],
  ['7303', 500, 'rejected_by_migo', 422],
  ['TOKEN_EXPIRED', 401, 'upstream_refused_credential', 502],
  ['FORBIDDEN', 403, 'forbidden_upstream', 403],
];

const OWN: readonly (readonly [code: number, sent: number, problem: ProblemCode, status: number])[] = [
  [2000, 404, 'not_found', 404],
  [4020, 409, 'conflict', 409],
  [4021, 405, 'method_not_allowed_upstream', 405],
  [5000, 400, 'invalid_request_upstream', 400],
];

const LIBRARY: readonly (readonly [code: string, problem: ProblemCode, status: number])[] = [
  ['IDEMPOTENCY_CONFLICT', 'conflict', 409],
  ['PLAN_RULE_VIOLATION', 'rejected_by_migo', 422],
  ['UNPROCESSABLE', 'rejected_by_migo', 422],
];

const KNOWN_SENSE = expect.not.stringMatching(/does not know|10\.9\.8\.7/);
const UNKNOWN_SENSE = expect.stringContaining('does not know');

describe('a refusal that names a documented code', () => {
  describe.each(['wallet', 'cms'] as const)('of the %s', (upstream) => {
    it.each(BUSINESS)('%s with %i becomes %s, %i', (code, sent, problem, status) => {
      const told = refuse({ upstream, status: sent, body: standard(code) });

      expect(told).toMatchObject({ code: problem, status });
      expect(told.options.errors).toEqual([{ code, message: KNOWN_SENSE }]);
    });
  });

  it.each(OWN)('ownCode %i with %i becomes %s, %i, as a number and as text', (code, sent, problem, status) => {
    for (const value of [code, String(code)]) {
      const told = refuse({ upstream: 'middleware', status: sent, body: ownCode(value) });

      expect(told).toMatchObject({ code: problem, status });
      expect(told.options.errors).toEqual([{ code: String(code), message: KNOWN_SENSE }]);
    }
  });

  describe.each(LIBRARY)('%s, with 405 in a field that Migo does not name,', (code, problem, status) => {
    it.each([
      ['errors[].code', { errors: [{ code, message: WORDING }] }],
      ['errors[]', { errors: [code] }],
      ['code', { code, message: WORDING }],
      ['error', { error: code }],
      ['ownCode', { ownCode: code, message: WORDING }],
      ['error.code', { error: { code, message: WORDING } }],
      ['error.name', { error: { name: code, message: WORDING } }],
      ['message', { message: code }],
      ['message, beside an ownCode that repeats the status', { message: code, ownCode: 4021 }],
    ])(`such as %s, becomes ${problem}, ${status}`, (_field, body) => {
      const told = refuse({ upstream: 'middleware', status: 405, body: { success: false, ...body } });

      expect(told).toMatchObject({ code: problem, status });
      expect(told.options.errors?.[0]).toEqual({ code, message: KNOWN_SENSE });
    });
  });

  it("is read from the terminal payments' own envelope, by code or by name, and told once", () => {
    const envelope = (error: object): object => ({ statusCode: 500, message: WORDING, error });
    const byBoth = refuse({ status: 500, body: envelope({ code: '7303', name: 'INSUFFICIENT_FUNDS' }) });
    const byNumber = refuse({ status: 500, body: envelope({ code: 7303 }) });
    const byName = refuse({ status: 500, body: envelope({ name: 'INSUFFICIENT_FUNDS', detail: WORDING }) });

    for (const told of [byBoth, byNumber, byName])
      expect(told).toMatchObject({ code: 'rejected_by_migo', status: 422 });
    expect(byBoth.options.errors).toEqual([{ code: '7303', message: KNOWN_SENSE }]);
    expect(byNumber.options.errors).toEqual([{ code: '7303', message: KNOWN_SENSE }]);
    expect(byName.options.errors).toEqual([{ code: 'INSUFFICIENT_FUNDS', message: KNOWN_SENSE }]);
  });

  it('keeps every code of a list, and the first one that says something decides', () => {
    const errors = ['7003', '7213', '7000'].map((code) => ({ code, message: WORDING }));
    const told = refuse({ status: 500, body: { success: false, errors } });

    expect(told).toMatchObject({ code: 'conflict', status: 409 });
    expect(told.options.errors?.map(({ code }) => code)).toEqual(['7003', '7213', '7000']);
  });

  it('means the partner only on a path that has one', () => {
    expect(refuse({ upstream: 'cms', status: 403, body: standard('FORBIDDEN'), hasPartner: true }).code).toBe(
      'FORBIDDEN',
    );
    expect(refuse({ upstream: 'cms', status: 403, body: standard('FORBIDDEN') }).code).toBe('forbidden_upstream');
    for (const body of [{}, standard('8042'), { statusCode: 403, message: 'Forbidden resource', error: 'Forbidden' }]) {
      expect(refuse({ upstream: 'cms', status: 403, body, hasPartner: true }).code).toBe('forbidden_upstream');
    }
    expect(refuse({ upstream: 'middleware', status: 403, body: standard('FORBIDDEN') }).code).toBe(
      'forbidden_upstream',
    );
  });

  it.each([
    ['middleware', standard('7303')],
    ['wallet', ownCode(2000)],
    ['payments', ownCode(4020)],
  ] as const)('of another family is unknown at the %s', (upstream, body) => {
    const told = refuse({ upstream, status: 400, body });

    expect(told).toMatchObject({ code: 'invalid_request_upstream', status: 400 });
    expect(told.options.errors).toEqual([{ code: expect.any(String), message: UNKNOWN_SENSE }]);
  });
});

describe('a refusal with a code that nobody has documented', () => {
  it.each([
    [400, 'invalid_request_upstream', 400],
    [403, 'forbidden_upstream', 403],
    [404, 'not_found', 404],
    [405, 'method_not_allowed_upstream', 405],
    [409, 'conflict', 409],
    [402, 'rejected_by_migo', 402],
    [408, 'request_too_slow', 408],
    [410, 'rejected_by_migo', 410],
    [413, 'payload_too_large', 413],
    [415, 'unsupported_media_type', 415],
    [418, 'rejected_by_migo', 418],
    [422, 'rejected_by_migo', 422],
    [429, 'rate_limited', 429],
    [500, 'rejected_by_migo', 422],
    [502, 'upstream_error', 502],
    [503, 'upstream_error', 502],
    [504, 'upstream_timeout', 504],
  ] as const)('with %i keeps its code, as unknown, and becomes %s, %i by the status', (sent, problem, status) => {
    for (const [upstream, body, code] of [
      ['cms', standard('8042'), '8042'],
      ['middleware', ownCode(4999), '4999'],
    ] as const) {
      const told = refuse({ upstream, status: sent, body });

      expect(told).toMatchObject({ code: problem, status });
      expect(told.options.errors).toEqual([{ code, message: UNKNOWN_SENSE }]);
    }
  });

  it.each([['two words'], ['x'.repeat(65)], ['<b>'], ['']])('is not passed on where it is no code: %j', (code) => {
    expect(refuse({ status: 400, body: standard(code) }).options.errors).toBeUndefined();
  });

  it('never takes words of Migo for a code', () => {
    const body = {
      success: false,
      name: 'BadRequestException',
      message: 'SECRET_WORD',
      error: 'Bad',
      errors: ['Oops'],
    };

    expect(refuse({ status: 400, body }).options.errors).toBeUndefined();
  });
});

describe('a 5xx where money moves', () => {
  /** Migo failed in the middle, or its transfer exists. */
  const LEFT_OPEN = ['7003', '7007', '7011', '7012', '7301'];
  const NOTHING_MOVED = BUSINESS.filter(([code, sent]) => sent === 500 && !LEFT_OPEN.includes(code));

  it.each(NOTHING_MOVED)('is the refusal that %s says', (code, sent, problem, status) => {
    expect(refuse({ status: sent, body: standard(code), money: true })).toMatchObject({ code: problem, status });
  });

  it.each([
    ['no body', 'wallet', 500, ''],
    ['a code that nobody has documented', 'wallet', 500, standard('8042')],
    ['a code that asks for support', 'wallet', 500, standard('7003')],
    ['a code that leaves open how far a transfer got', 'wallet', 500, standard('7301')],
    ["a timeout of the processor's", 'wallet', 504, standard('8042')],
    ['the time-out of a handler that goes on', 'wallet', 408, { statusCode: 408, message: 'Request Timeout' }],
    ['a status that no code of Migo has', 'wallet', 503, standard('7303')],
    ['two codes, one of which leaves it open', 'wallet', 500, { errors: [{ code: '7303' }, { code: '7301' }] }],
    ["the Middleware's own code for any failure", 'middleware', 500, ownCode(5999)],
    ['a code that the Middleware documents with another status', 'middleware', 500, ownCode(5000)],
  ] as const)('with %s leaves the outcome unknown, and no time to come again', (_what, upstream, status, body) => {
    const told = refuse({ upstream, status, body, money: true });

    expect(told).toMatchObject({ code: 'outcome_unknown', status: 504 });
    expect(catalogueEntry(told.code).retryable).toBe(false);
    expect(told.options.headers).toBeUndefined();
  });

  it('is not met by a 4xx, which is a refusal', () => {
    expect(refuse({ status: 409, body: standard('7301'), money: true }).code).toBe('rejected_by_migo');
    expect(refuse({ status: 409, body: standard('8042'), money: true }).code).toBe('conflict');
  });
});

describe('whether a refused request can succeed later', () => {
  const retryable = new Set(
    [...BUSINESS, ...OWN].map(([, , problem]) => problem).filter((p) => catalogueEntry(p).retryable),
  );

  it('is never said of what has a code: it is a refusal, also with 500', () => {
    expect([...retryable]).toEqual([]);
  });

  it.each([
    [500, { message: 'Internal server error' }, 'upstream_error', true],
    [500, { code: 'ECONNREFUSED', message: 'x' }, 'upstream_error', true],
    [500, { errors: [{ code: '8042' }] }, 'rejected_by_migo', false],
    [503, { errors: [{ code: '8042' }] }, 'upstream_error', true],
    [408, {}, 'request_too_slow', true],
    [413, {}, 'payload_too_large', false],
  ] as const)('with %i and %j is %s: %s', (status, body, code, isRetryable) => {
    const told = refuse({ status, body });

    expect(told.code).toBe(code);
    expect(catalogueEntry(told.code).retryable).toBe(isRetryable);
    expect(told.options.headers).toEqual(isRetryable ? { 'retry-after': '7' } : undefined);
  });
});
