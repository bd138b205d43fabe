import { isOtpRefusal, isTokenRefusal, problemOf, readRefusal } from '../../src/clients/migo/refusal.js';

function answer(status: number, body: unknown): Parameters<typeof readRefusal>[0] {
  return { status, headers: {}, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
}

describe('an answer to a call with a one-time code', () => {
  it.each([
    ['a code of its own', 403, { errors: [{ code: 'OTP_INVALID' }] }],
    ['words only', 400, { message: 'The one-time code is wrong' }],
    ['a field', 400, { errors: [{ code: '7000', message: 'otp is wrong or expired' }] }],
    ['401 and a word', 401, { message: 'Wrong OTP' }],
    ['nothing that is known', 422, { errors: [{ code: 'X-77' }] }],
    ['nothing at all', 403, ''],
  ])('refuses the code with %s, and no token', (_what, status, body) => {
    expect(isOtpRefusal(readRefusal(answer(status, body), 'cms'))).toBe(true);
    expect(isTokenRefusal(readRefusal(answer(status, body), 'cms'))).toBe(false);
  });

  it.each([
    ['a missing partner', 403, { errors: [{ code: 'FORBIDDEN' }] }],
    ['wrong parameters', 400, { errors: [{ code: '7000', message: 'amount' }] }],
    ['an unknown cardholder', 404, { errors: [{ code: '7100' }] }],
    ['a failure', 500, { message: 'otp service' }],
  ])('is about %s', (_what, status, body) => {
    expect(isOtpRefusal(readRefusal(answer(status, body), 'cms'))).toBe(false);
  });

  it.each([
    ['a code', { errors: [{ code: 'TOKEN_EXPIRED' }] }],
    ['nothing', {}],
    ['an id in which the letters stand', { traceId: 'a9otpXk2OTP7' }],
  ])('is about a token with 401 and %s', (_what, body) => {
    expect(isOtpRefusal(readRefusal(answer(401, body), 'cms'))).toBe(false);
    expect(isTokenRefusal(readRefusal(answer(401, body), 'cms'))).toBe(true);
  });
});

describe('a refusal that was read', () => {
  const body = { errors: [{ code: '7205' }, { code: '8042' }], message: 'SECRET_WORD' };

  it('has the codes, what the known ones mean, and when to come again', () => {
    const refusal = readRefusal({ ...answer(401, body), headers: { 'retry-after': '7' } }, 'wallet');

    expect(refusal).toMatchObject({ upstream: 'wallet', status: 401, codes: ['7205', '8042'], retryAfter: '7' });
    expect(refusal.known).toEqual([expect.objectContaining({ name: 'INCORRECT_PIN', sparesToken: true })]);
    expect(refusal.speaksOfCode).toBe(false);
    expect(isTokenRefusal(refusal)).toBe(false);
    expect(isOtpRefusal(refusal)).toBe(false);
  });

  it.each([['soon'], ['123456'], [['7', '8']], [undefined]])('has no time to come again in %j', (retryAfter) => {
    const headers = { 'retry-after': retryAfter };
    expect(readRefusal({ ...answer(503, ''), headers }, 'wallet').retryAfter).toBeUndefined();
  });

  it('knows the codes of its own upstream only', () => {
    expect(readRefusal(answer(400, body), 'middleware').known).toEqual([]);
    expect(isOtpRefusal(readRefusal(answer(400, body), 'middleware'))).toBe(true);
    expect(isOtpRefusal(readRefusal(answer(400, body), 'cms'))).toBe(false);
  });

  it.each([
    [true, 'session_expired'],
    [false, 'upstream_refused_credential'],
  ])('of a token is, where it is the own token (%s), %s', (ownToken, code) => {
    const refusal = readRefusal(answer(401, {}), 'wallet');

    expect(isTokenRefusal(refusal)).toBe(true);
    expect(
      problemOf(refusal, { hasPartner: false, movesMoney: false, isRead: false, ownToken, tellsWords: true }).code,
    ).toBe(code);
  });
});
