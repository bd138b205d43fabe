import fc from 'fast-check';
import { KeyedSemaphore } from '../../src/limits/keyed-semaphore.js';

const LIMIT = 5;

class Refused extends Error {}

/** Attempts at a secret: some fail, each takes its time, and all count in one place. */
class Attempts {
  wrong = 0;
  running = 0;
  most = 0;
  tried = 0;
  private readonly semaphore = new KeyedSemaphore();

  attempt(isWrong: boolean, ticks: number): Promise<void> {
    return this.semaphore.run('key', {
      maxPermits: LIMIT,
      readPermits: async () => {
        await tick(1);
        if (this.wrong >= LIMIT) throw new Refused();
        return LIMIT - this.wrong;
      },
      task: async () => {
        this.tried += 1;
        this.running += 1;
        this.most = Math.max(this.most, this.running);
        await tick(ticks);
        this.running -= 1;
        if (isWrong) this.wrong += 1;
        else this.wrong = 0;
      },
    });
  }

  get keys(): number {
    return this.semaphore.size;
  }
}

async function tick(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await new Promise((wake) => setImmediate(wake));
}

const MS = 20_000;

describe('a keyed semaphore', () => {
  it(
    'lets no more fail at once than one after the other',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 40 }),
          async (durations) => {
            const attempts = new Attempts();
            const ends = await Promise.allSettled(durations.map((ticks) => attempts.attempt(true, ticks)));
            expect(attempts.tried).toBe(Math.min(LIMIT, durations.length));
            expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(attempts.tried);
            expect(attempts.keys).toBe(0);
          },
        ),
      ),
    MS,
  );

  it(
    'lets all the successful ones through, at most so many at once, and leaves nothing behind',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 60 }),
          async (durations) => {
            const attempts = new Attempts();
            await Promise.all(durations.map((ticks) => attempts.attempt(false, ticks)));
            expect(attempts.tried).toBe(durations.length);
            expect(attempts.most).toBe(Math.min(LIMIT, durations.length));
            expect(attempts.keys).toBe(0);
          },
        ),
      ),
    MS,
  );

  it(
    'leaves nobody waiting for ever, whatever comes in whatever order',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 9 })), {
            minLength: 1,
            maxLength: 50,
          }),
          async (calls) => {
            const attempts = new Attempts();
            const ends = await Promise.allSettled(
              calls.map(async ([isWrong, ticks, after]) => {
                await tick(after);
                await attempts.attempt(isWrong, ticks);
              }),
            );
            expect(ends.filter((end) => end.status === 'rejected' && !(end.reason instanceof Refused))).toEqual([]);
            expect(attempts.keys).toBe(0);
          },
        ),
      ),
    MS,
  );

  it('has as many permits as before once a successful attempt has made up for the failed ones', async () => {
    const attempts = new Attempts();
    attempts.wrong = LIMIT - 1;

    await Promise.all(Array.from({ length: 30 }, () => attempts.attempt(false, 3)));

    expect([attempts.tried, attempts.most]).toEqual([30, LIMIT]);
  });

  it('lets nobody wait for another key', async () => {
    const semaphore = new KeyedSemaphore();
    const readPermits = (): Promise<number> => Promise.resolve(1);
    let release = (): void => undefined;
    const held = semaphore.run('a', {
      maxPermits: 1,
      readPermits,
      task: () => new Promise<void>((resolve) => (release = resolve)),
    });

    await expect(semaphore.run('b', { maxPermits: 1, readPermits, task: () => Promise.resolve('done') })).resolves.toBe(
      'done',
    );
    release();
    await held;
  });
});
