import fc from 'fast-check';
import { type Fate, VirtualTime, World } from './world.js';

/** All by `npm run faults`; CI has less time. */
const RUNS = Number(process.env['SCHEDULES'] ?? 300);
const LONG_MS = 600_000;
const REPLICAS = 3;

type Event =
  | { kind: 'read'; replica: number; client: string; isFresh: boolean }
  | { kind: 'write'; replica: number; fate: Fate }
  | { kind: 'crash'; replica: number }
  | { kind: 'cut'; replica: number; commands: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'failover' }
  | { kind: 'wait'; steps: number };

const replica = fc.nat(REPLICAS - 1);
const client = fc.constantFrom('billing', 'billing', 'billing', 'reader');
const isFresh = fc.boolean();
const read = { weight: 10, arbitrary: fc.record({ kind: fc.constant('read' as const), replica, client, isFresh }) };
const wait = {
  weight: 6,
  arbitrary: fc.record({ kind: fc.constant('wait' as const), steps: fc.constantFrom(2, 6, 100) }),
};
const pass = {
  weight: 1,
  arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(300, 900, 1100) }),
};
const crash = { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), replica }) };
const writeOf = (...fates: Fate[]): { weight: number; arbitrary: fc.Arbitrary<Event> } => ({
  weight: 4,
  arbitrary: fc.record({ kind: fc.constant('write' as const), replica, fate: fc.constantFrom(...fates) }),
});
const cut = {
  weight: 2,
  arbitrary: fc.record({ kind: fc.constant('cut' as const), replica, commands: fc.constantFrom(1, 2, 3, 1000) }),
};
const failover = { weight: 1, arbitrary: fc.constant({ kind: 'failover' as const }) };

const WITH_REDIS = fc.oneof(read, wait, pass, crash, writeOf('made', 'made', 'lost', 'unsent'));
const WITHOUT = fc.oneof(read, wait, pass, crash, writeOf('made', 'made', 'lost', 'unsent', 'late'), cut, failover);

/** Acceptance: whatever reads, writes, crashes, cuts, delays and failovers come together. */
describe(`${RUNS} schedules of reads and writes on ${REPLICAS} replicas`, () => {
  let time: VirtualTime;
  beforeAll(() => {
    time = new VirtualTime();
  });
  afterAll(() => {
    time.end();
  });

  it(
    'show what was written to everybody who asks after it was answered, also while Redis is cut off or fails over',
    async () => {
      expect(await run(WITHOUT, false)).toEqual(['hit', 'new']);
    },
    LONG_MS,
  );

  it(
    'show nobody what is older than what anybody was shown, while Redis is there',
    async () => {
      expect(await run(WITH_REDIS, true)).toEqual(['hit', 'new']);
    },
    LONG_MS,
  );

  /** How reads were answered. */
  async function run(event: fc.Arbitrary<Event>, isMonotonic: boolean): Promise<string[]> {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(event, { minLength: 3, maxLength: 16 }), async (scheduler, events) => {
        time.runBy(scheduler);
        const world = new World(scheduler, REPLICAS);
        const stale: string[] = [];
        let least = 0;
        const readOnce = async ({
          replica: at,
          client: by,
          isFresh: past,
        }: Extract<Event, { kind: 'read' }>): Promise<void> => {
          const expected = least;
          const shown = await world.read(at, by, past);
          if (shown < expected) stale.push(`${by} at ${at} was shown ${shown}, and not ${expected}`);
          if (isMonotonic) least = Math.max(least, shown);
        };
        const readEverywhere = (): void => {
          for (let at = 0; at < REPLICAS; at += 1)
            void readOnce({ kind: 'read', replica: at, client: 'billing', isFresh: false });
        };
        const act = async (one: Event): Promise<void> => {
          if (one.kind === 'read') void readOnce(one);
          else if (one.kind === 'write')
            void world.write(one.replica, one.fate).then((version) => {
              least = Math.max(least, version);
              readEverywhere();
            });
          else if (one.kind === 'crash') world.crash(one.replica);
          else if (one.kind === 'cut') world.cut(one.replica, one.commands);
          else if (one.kind === 'pass') time.pass(one.ms);
          else if (one.kind === 'failover') world.failOver();
          else await drain(scheduler, one.steps);
        };
        readEverywhere();
        await drain(scheduler);
        for (const one of events) {
          await act(one);
          await drain(scheduler, 1);
        }
        await drain(scheduler);
        for (const how of world.seen) seen.add(how);
        expect(stale).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    return [...seen].sort();
  }
});

/** Lets so many of the steps go on that wait, in an order of their own; without a number, all of them. */
async function drain(scheduler: fc.Scheduler, most = Infinity): Promise<void> {
  for (let done = 0; done < most; done += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (scheduler.count() === 0) return;
    await scheduler.waitNext(1);
  }
}
