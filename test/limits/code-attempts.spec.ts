/** What Migo has answered is known, also where the store fails before the attempt is booked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Settings } from '../../src/config/settings.js';
import { CodeAttempts, type CodeVerdict } from '../../src/limits/code-attempts.js';
import { Metrics } from '../../src/observability/metrics.js';
import { StoreUnavailableError } from '../../src/storage/key-value-store.js';
import { MemoryStore } from '../../src/storage/memory.store.js';

const LIMITS = [{ name: 'otp', who: 'ana', isForgiven: true }] as const;
const away = (): Promise<never> => Promise.reject(new StoreUnavailableError(new Error('away')));

describe('a store that goes away while a code is tried', () => {
  let store: MemoryStore;
  let attempts: CodeAttempts;
  beforeEach(() => {
    store = new MemoryStore();
    attempts = new CodeAttempts(store, new Settings(), new Metrics());
  });
  afterEach(() => store.close());

  const attempt = (verdict: CodeVerdict, run: () => Promise<string>): Promise<string> =>
    attempts.attempt({
      limits: LIMITS,
      place: 'cards.assignFunds',
      run: async () => {
        Object.assign(store, { count: away, readCount: away, resetCount: away, leaseQuota: away });
        return run();
      },
      verdictOf: () => verdict,
      isSent: () => false,
      onLock: () => undefined,
    });

  it.each<CodeVerdict>(['right', 'wrong', 'neither'])('takes no answer with it: %s', async (verdict) => {
    await expect(attempt(verdict, () => Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it('hides no failure of the call', async () => {
    const fail = (): Promise<string> => Promise.reject(new Error('cut'));
    await expect(attempt('neither', fail)).rejects.toThrow('cut');
  });

  it('before it, lets nothing be tried', async () => {
    Object.assign(store, { count: away });
    let isTried = false;
    const run = (): Promise<string> => Promise.resolve(String((isTried = true)));
    await expect(attempt('right', run)).rejects.toThrow(StoreUnavailableError);
    expect(isTried).toBe(false);
  });
});

describe('a right code that comes with a call', () => {
  const SECONDS = 3;
  let store: MemoryStore;
  let attempts: CodeAttempts;
  beforeEach(() => {
    store = new MemoryStore();
    const settings = new Settings();
    settings.limits.otp = { requests: 5, seconds: SECONDS };
    attempts = new CodeAttempts(store, settings, new Metrics());
  });
  afterEach(() => store.close());

  const attempt = (verdict: CodeVerdict): Promise<string> =>
    attempts.attempt({
      limits: LIMITS,
      place: 'cards.assignFunds',
      run: () => Promise.resolve(verdict),
      verdictOf: () => verdict,
      isSent: () => true,
      onLock: () => undefined,
    });

  it('makes up for wrong ones in each window, whenever it came in the one before', async () => {
    await attempt('wrong');
    await attempt('wrong');
    await sleep(SECONDS * 600);
    await attempt('right');
    await sleep(SECONDS * 500);
    await attempt('wrong');
    // What is given back in the millisecond in which a window begins is taken for the former one's.
    await sleep(10);
    await attempt('wrong');
    await attempt('right');

    for (let left = 5; left > 0; left -= 1) expect(await attempt('wrong')).toBe('wrong');
    await expect(attempt('wrong')).rejects.toMatchObject({ code: 'rate_limited' });
  });
});
