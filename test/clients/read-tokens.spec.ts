import fc from 'fast-check';
import { UnsecuredJWT } from 'jose';
import { readTokens } from '../../src/clients/migo/read-tokens.js';

const LIVES = { accessTokenSeconds: 1800, refreshTokenSeconds: 604_800 };
/** A call at noon, by the gateway's clock. */
const calledAt = Date.UTC(2026, 10, 2, 12);
const now = calledAt / 1000;
const HOUR = 3600;

function jwt(claims: { iat?: number; exp?: number }): string {
  return new UnsecuredJWT({ ...claims }).encode();
}

function lifeSeconds(body: unknown, date?: string): number | undefined {
  const tokens = readTokens({ body, calledAt, ...(date !== undefined && { date }) }, LIVES);
  return tokens && tokens.accessLifeMs / 1000;
}

describe('the tokens of an answer', () => {
  it('are read from the envelope and from a bare answer', () => {
    const data = { accessToken: 'a', refreshToken: 'r' };
    for (const body of [{ success: true, data }, data]) {
      expect(readTokens({ body, calledAt }, LIVES)).toEqual({
        accessToken: 'a',
        accessLifeMs: 1_800_000,
        accessExpiresAt: calledAt + 1_800_000,
        refreshToken: 'r',
        refreshExpiresAt: calledAt + 604_800_000,
      });
    }
  });

  it.each(['a\nb', 'a\r\n', '\u0000', 'a€b'])('are none where no header can carry them: %j', (accessToken) => {
    expect(readTokens({ body: { accessToken, refreshToken: 'r' }, calledAt }, LIVES)).toBeUndefined();
  });

  it('may come without a refresh token', () => {
    const tokens = readTokens({ body: { accessToken: 'a' }, calledAt }, LIVES);
    expect(Object.keys(tokens ?? {}).sort()).toEqual(['accessExpiresAt', 'accessLifeMs', 'accessToken']);
  });

  it.each([
    ['is no JSON', undefined],
    ['is null', null],
    ['is a text', 'accessToken'],
    ['is a list', [{ accessToken: 'a' }]],
    ['has no token', { success: true, data: {} }],
    ['has an empty token', { data: { accessToken: '' } }],
    ['has a number for a token', { data: { accessToken: 7 } }],
    ['has a refresh token only', { data: { refreshToken: 'r' } }],
  ])('are not found where the answer %s', (_what, body) => {
    expect(readTokens({ body, calledAt }, LIVES)).toBeUndefined();
  });

  it('always have a life that can be counted with, whatever an upstream sends', () => {
    const field = fc.oneof(fc.jsonValue(), fc.double(), fc.integer(), fc.constant(undefined));
    const claim = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
    const token = fc.record({ iat: claim, exp: claim }, { requiredKeys: [] }).map(jwt);
    const body = fc.record({ accessToken: token, expirationToken: field, expirationRefreshToken: field });
    fc.assert(
      fc.property(body, fc.option(fc.string(), { nil: undefined }), (data, date) => {
        const tokens = readTokens({ body: { data }, calledAt, ...(date !== undefined && { date }) }, LIVES);
        return (
          tokens !== undefined &&
          Number.isFinite(tokens.accessLifeMs) &&
          tokens.accessLifeMs > 0 &&
          tokens.accessExpiresAt === calledAt + tokens.accessLifeMs
        );
      }),
    );
  });
});

describe('the life of an access token', () => {
  it('is told by expirationToken, in Unix seconds', () => {
    expect(lifeSeconds({ accessToken: 'a', expirationToken: now + 600 })).toBe(600);
    expect(lifeSeconds({ accessToken: 'a', expirationToken: String(now + 600) })).toBe(600);
  });

  it('is told by the claims of the token where the answer does not', () => {
    expect(lifeSeconds({ accessToken: jwt({ iat: now, exp: now + 900 }) })).toBe(900);
    expect(lifeSeconds({ accessToken: jwt({ exp: now + 900 }) })).toBe(900);
  });

  it('is that of the settings where nobody tells, or what is told makes no sense', () => {
    expect(lifeSeconds({ accessToken: 'opaque' })).toBe(1800);
    expect(lifeSeconds({ accessToken: 'a.b.c' })).toBe(1800);
    expect(lifeSeconds({ accessToken: 'a', expirationToken: 'soon' })).toBe(1800);
    expect(lifeSeconds({ accessToken: 'a', expirationToken: now - 1 })).toBe(1800);
    expect(lifeSeconds({ accessToken: 'a', expirationToken: 600 })).toBe(1800);
    expect(lifeSeconds({ accessToken: jwt({ iat: now, exp: now - 900 }) })).toBe(1800);
  });

  it.each([-5 * HOUR, -60, 60, 5 * HOUR])('is right although the clock of Migo is %i s off', (skew) => {
    const theirs = now + skew;
    const date = new Date(theirs * 1000).toUTCString();
    expect(lifeSeconds({ accessToken: jwt({ iat: theirs, exp: theirs + 900 }) })).toBe(900);
    expect(lifeSeconds({ accessToken: 'a', expirationToken: theirs + 600 }, date)).toBe(600);
    const both = { accessToken: jwt({ iat: theirs, exp: theirs + 900 }), expirationToken: theirs + 600 };
    expect(lifeSeconds(both, date)).toBe(600);
  });

  it('is what its own two times say, where it had ended by the clock of the answer when it came', () => {
    const accessToken = jwt({ iat: now - 120, exp: now - 20 });
    expect(lifeSeconds({ accessToken }, new Date(calledAt).toUTCString())).toBe(100);
  });

  it('is what is left of it, where Migo hands out a token that it issued earlier', () => {
    const accessToken = jwt({ iat: now - 1200, exp: now + 600 });
    expect(lifeSeconds({ accessToken }, new Date(calledAt).toUTCString())).toBe(600);
  });

  it('has an end, however far away the one is that Migo names: a record without an end cannot be stored', () => {
    for (const answer of [{ accessToken: jwt({ exp: 1e306 }) }, { accessToken: 'a', expirationToken: 1e306 }]) {
      const tokens = readTokens({ body: answer, calledAt }, LIVES);
      expect(JSON.parse(JSON.stringify(tokens))).toEqual(tokens);
    }
  });

  it('does not depend on a Date header that is no date', () => {
    expect(lifeSeconds({ accessToken: 'a', expirationToken: now + 600 }, 'yesterday')).toBe(600);
  });
});

describe('the life of a refresh token', () => {
  it('is told by expirationRefreshToken, else by the settings', () => {
    const read = (data: object): number | undefined =>
      readTokens({ body: { data: { accessToken: 'a', refreshToken: 'r', ...data } }, calledAt }, LIVES)
        ?.refreshExpiresAt;
    expect(read({ expirationRefreshToken: now + HOUR })).toBe(calledAt + HOUR * 1000);
    expect(read({ expirationRefreshToken: now - HOUR })).toBe(calledAt + 604_800_000);
    expect(read({})).toBe(calledAt + 604_800_000);
  });
});
