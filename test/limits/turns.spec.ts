import fc from 'fast-check';
import { Turns } from '../../src/limits/keyed-semaphore.js';

const LIMIT = 5;

class Refused extends Error {}

/** Guesses at a secret: some are wrong, each takes its time, and all count in one place. */
class Guessing {
  wrong = 0;
  running = 0;
  most = 0;
  tried = 0;
  private readonly turns = new Turns();

  guess(isWrong: boolean, ticks: number): Promise<void> {
    return this.turns.run('key', {
      most: LIMIT,
      room: async () => {
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
    return this.turns.size;
  }
}

async function tick(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await new Promise((wake) => setImmediate(wake));
}

const MS = 20_000;

describe('turns', () => {
  it(
    'let no more be wrong at once than one after the other',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 40 }),
          async (durations) => {
            const guessing = new Guessing();
            const ends = await Promise.allSettled(durations.map((ticks) => guessing.guess(true, ticks)));
            expect(guessing.tried).toBe(Math.min(LIMIT, durations.length));
            expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(guessing.tried);
            expect(guessing.keys).toBe(0);
          },
        ),
      ),
    MS,
  );

  it(
    'let all the right ones through, at most so many at once, and leave nothing behind',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 60 }),
          async (durations) => {
            const guessing = new Guessing();
            await Promise.all(durations.map((ticks) => guessing.guess(false, ticks)));
            expect(guessing.tried).toBe(durations.length);
            expect(guessing.most).toBe(Math.min(LIMIT, durations.length));
            expect(guessing.keys).toBe(0);
          },
        ),
      ),
    MS,
  );

  it(
    'leave nobody waiting for ever, whatever comes in whatever order',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 9 })), {
            minLength: 1,
            maxLength: 50,
          }),
          async (calls) => {
            const guessing = new Guessing();
            const ends = await Promise.allSettled(
              calls.map(async ([isWrong, ticks, after]) => {
                await tick(after);
                await guessing.guess(isWrong, ticks);
              }),
            );
            expect(ends.filter((end) => end.status === 'rejected' && !(end.reason instanceof Refused))).toEqual([]);
            expect(guessing.keys).toBe(0);
          },
        ),
      ),
    MS,
  );

  it('are as many as before once a right one has made up for the wrong ones', async () => {
    const guessing = new Guessing();
    guessing.wrong = LIMIT - 1;

    await Promise.all(Array.from({ length: 30 }, () => guessing.guess(false, 3)));

    expect([guessing.tried, guessing.most]).toEqual([30, LIMIT]);
  });

  it('wait for nobody under another key', async () => {
    const turns = new Turns();
    const room = (): Promise<number> => Promise.resolve(1);
    let release = (): void => undefined;
    const held = turns.run('a', { most: 1, room, task: () => new Promise<void>((resolve) => (release = resolve)) });

    await expect(turns.run('b', { most: 1, room, task: () => Promise.resolve('done') })).resolves.toBe('done');
    release();
    await held;
  });
});
