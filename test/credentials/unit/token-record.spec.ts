import fc from 'fast-check';
import type { Tokens } from '../../../src/clients/migo/token-outcome.js';
import { isDue, isUsable, parseTokenRecord, tokensOf, wantsRenewal } from '../../../src/credentials/token-record.js';

const ISSUED = Date.UTC(2026, 10, 2, 12);
const MINUTE = 60_000;

function tokens(accessLifeMs: number, accessToken = 'token-0001'): Tokens {
  return { accessToken, accessLifeMs, accessExpiresAt: ISSUED + accessLifeMs };
}

/** The first millisecond after the issue in which `becomes` holds; it must stay so. */
function firstMs(lifeMs: number, becomes: (now: number) => boolean): number {
  let [low, high] = [0, lifeMs];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (becomes(ISSUED + middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function dueAfter(lifeMs: number, token?: string): number {
  return firstMs(lifeMs, (now) => isDue(tokens(lifeMs, token), now));
}

/** From one second to a week. */
const life = fc.integer({ min: 1000, max: 604_800_000 });
const accessToken = fc.string({ minLength: 1, maxLength: 40 });

describe('a token', () => {
  it.each([
    [30 * MINUTE, 10_000],
    [100_000, 10_000],
    [60_000, 6000],
    [1000, 100],
  ])('that lives for %i ms is not sent in its last %i ms', (lifeMs, skewMs) => {
    const end = ISSUED + lifeMs;
    expect(isUsable(tokens(lifeMs), end - skewMs - 1)).toBe(true);
    expect(isUsable(tokens(lifeMs), end - skewMs)).toBe(false);
    expect(isUsable(tokens(lifeMs), end)).toBe(false);
  });

  it('is usable at once, for at least nine tenths of its life, and never at its end or later', () => {
    fc.assert(
      fc.property(life, fc.nat({ max: 1_000_000_000 }), (lifeMs, later) => {
        const token = tokens(lifeMs);
        expect(isUsable(token, ISSUED)).toBe(true);
        expect(isUsable(token, ISSUED + Math.floor(lifeMs * 0.9) - 1)).toBe(true);
        expect(isUsable(token, token.accessExpiresAt + later)).toBe(false);
      }),
    );
  });

  it('asks for the clock of the machine where no time is given', () => {
    const { accessExpiresAt, ...rest } = tokens(30 * MINUTE);
    expect(accessExpiresAt).toBe(ISSUED + 30 * MINUTE);
    expect(isUsable({ ...rest, accessExpiresAt: Date.now() + 30 * MINUTE })).toBe(true);
    expect(isUsable({ ...rest, accessExpiresAt: Date.now() - 1 })).toBe(false);
    expect(isDue({ ...rest, accessExpiresAt: Date.now() + 30 * MINUTE })).toBe(false);
    expect(isDue({ ...rest, accessExpiresAt: Date.now() + 1000 })).toBe(true);
  });
});

describe('the early refresh of a token', () => {
  it('is due within the last 20 % of half an hour, up to 10 % earlier by the jitter', () => {
    fc.assert(
      fc.property(accessToken, (token) => {
        const due = dueAfter(30 * MINUTE, token);
        expect(due).toBeGreaterThan(21 * MINUTE);
        expect(due).toBeLessThanOrEqual(24 * MINUTE);
      }),
    );
  });

  it('is due at least 30 s before the end, where that leaves half of the life', () => {
    expect(dueAfter(MINUTE)).toBeLessThanOrEqual(30_000);
    expect(dueAfter(MINUTE)).toBeGreaterThan(14_999);
    expect(dueAfter(90_000)).toBeLessThanOrEqual(60_000);
  });

  it('is never due in the first quarter of a life, so that a short-lived token is not refreshed all the time', () => {
    fc.assert(
      fc.property(life, accessToken, (lifeMs, token) => {
        expect(isDue(tokens(lifeMs, token), ISSUED + Math.floor(lifeMs / 4) - 1)).toBe(false);
      }),
    );
  });

  it.each([
    [40_000, 9500],
    [MINUTE, 14_000],
    [90_000, 14_000],
    [30 * MINUTE, 170_000],
  ])('of many that were issued together and live for %i ms is spread over more than %i ms', (lifeMs, spreadMs) => {
    const due = Array.from({ length: 1000 }, (_, index) => dueAfter(lifeMs, `eyJ.signature-${index}`));
    expect(Math.max(...due) - Math.min(...due)).toBeGreaterThan(spreadMs);
  });

  it('does not come while it is in doubt whether the refresh token was spent', () => {
    const due = tokens(MINUTE);
    expect(wantsRenewal({ state: 'active', tokens: due }, ISSUED + MINUTE / 2)).toBe(true);
    expect(wantsRenewal({ state: 'active', tokens: due, inDoubt: true }, ISSUED + MINUTE / 2)).toBe(false);
  });

  it('is always due before the token becomes unusable, so that nobody has to wait', () => {
    fc.assert(
      fc.property(life, accessToken, (lifeMs, token) => {
        const unusable = firstMs(lifeMs, (now) => !isUsable(tokens(lifeMs, token), now));
        expect(dueAfter(lifeMs, token)).toBeLessThan(unusable);
      }),
    );
  });

  it('stays due once it is', () => {
    fc.assert(
      fc.property(life, accessToken, fc.nat({ max: 1_000_000_000 }), (lifeMs, token, later) => {
        expect(isDue(tokens(lifeMs, token), ISSUED + dueAfter(lifeMs, token) + later)).toBe(true);
      }),
    );
  });

  it('comes at different times for tokens that were issued together', () => {
    const due = Array.from({ length: 200 }, (_, index) => dueAfter(30 * MINUTE, `eyJ.signature-${index}`));
    expect(new Set(due).size).toBeGreaterThan(50);
    expect(Math.max(...due) - Math.min(...due)).toBeGreaterThan(MINUTE);
  });

  it('comes at the same time on every replica', () => {
    expect(dueAfter(30 * MINUTE, 'eyJ.same')).toBe(dueAfter(30 * MINUTE, 'eyJ.same'));
  });
});

const STATES = [{ state: 'active' }, { state: 'active', inDoubt: true }, { state: 'refreshing', by: 'r-1' }];

describe('a stored token record', () => {
  const whole = fc.record(
    {
      accessToken,
      accessExpiresAt: fc.nat(),
      accessLifeMs: fc.nat(),
      refreshToken: fc.string({ minLength: 1 }),
      refreshExpiresAt: fc.nat(),
    },
    { requiredKeys: ['accessToken', 'accessExpiresAt', 'accessLifeMs'], noNullPrototype: true },
  );

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(whole, fc.constantFrom(...STATES), (stored, state) => {
        const record = { ...state, tokens: stored };
        expect(parseTokenRecord(JSON.parse(JSON.stringify(record)))).toEqual(record);
      }),
    );
    expect(parseTokenRecord({ state: 'reauth_required' })).toEqual({ state: 'reauth_required' });
  });

  it('takes along nothing that it does not know', () => {
    const known = tokens(1000);
    expect(parseTokenRecord({ state: 'active', tokens: { ...known, admin: true }, more: 1 })).toEqual({
      state: 'active',
      tokens: known,
    });
    expect(parseTokenRecord({ state: 'reauth_required', tokens: known })).toEqual({ state: 'reauth_required' });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'active'],
    ['a list', [{ state: 'active' }]],
    ['no state', { tokens: tokens(1000) }],
    ['a state that is not known', { state: 'fine', tokens: tokens(1000) }],
    ['no tokens', { state: 'active' }],
    ['tokens that are no object', { state: 'refreshing', by: 'somebody', tokens: 'x' }],
    ['no access token', { state: 'active', tokens: { ...tokens(1000), accessToken: '' } }],
    ['an end that is no number', { state: 'active', tokens: { ...tokens(1000), accessExpiresAt: 'never' } }],
    ['no life', { state: 'active', tokens: { accessToken: 'a', accessExpiresAt: 1 } }],
  ])('is not understood with %s', (_what, value) => {
    expect(parseTokenRecord(value)).toBeUndefined();
  });

  it('is never more than it says, whatever lies in the store', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const record = parseTokenRecord(value);
        return record === undefined || ['active', 'refreshing', 'reauth_required'].includes(record.state);
      }),
    );
  });

  it('holds tokens unless a new login is needed', () => {
    const held = tokens(1000);
    expect(tokensOf({ state: 'active', tokens: held })).toBe(held);
    expect(tokensOf({ state: 'refreshing', by: 'somebody', tokens: held })).toBe(held);
    expect(tokensOf({ state: 'reauth_required' })).toBeUndefined();
    expect(tokensOf(undefined)).toBeUndefined();
  });
});
