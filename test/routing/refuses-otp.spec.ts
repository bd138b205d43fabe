import { refusesOtp, refusesToken } from '../../src/clients/migo/refusal.js';

function answer(status: number, body: unknown): Parameters<typeof refusesOtp>[0] {
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
    expect(refusesOtp(answer(status, body), 'cms')).toBe(true);
    expect(refusesToken(answer(status, body), 'cms')).toBe(false);
  });

  it.each([
    ['a missing partner', 403, { errors: [{ code: 'FORBIDDEN' }] }],
    ['wrong parameters', 400, { errors: [{ code: '7000', message: 'amount' }] }],
    ['an unknown cardholder', 404, { errors: [{ code: '7100' }] }],
    ['a failure', 500, { message: 'otp service' }],
  ])('is about %s', (_what, status, body) => {
    expect(refusesOtp(answer(status, body), 'cms')).toBe(false);
  });

  it.each([
    ['a code', { errors: [{ code: 'TOKEN_EXPIRED' }] }],
    ['nothing', {}],
    ['an id in which the letters stand', { traceId: 'a9otpXk2OTP7' }],
  ])('is about a token with 401 and %s', (_what, body) => {
    expect(refusesOtp(answer(401, body), 'cms')).toBe(false);
    expect(refusesToken(answer(401, body), 'cms')).toBe(true);
  });
});
