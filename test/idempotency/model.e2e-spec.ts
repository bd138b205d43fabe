import fc from 'fast-check';
import { Problem } from '../../src/problems/problem.js';
import { type Fate, type Sent, World } from './world.js';

/** 10,000 by `npm run faults`; CI has less time. */
const RUNS = Number(process.env['SCHEDULES'] ?? 2000);
const LONG_MS = 600_000;
const REPLICAS = 3;

type Event =
  | { kind: 'call'; replica: number; caller: string; key: string; body: string; fate: Fate }
  | { kind: 'crash'; replica: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'failover' }
  | { kind: 'wait' };

const replica = fc.nat(REPLICAS - 1);
const EVENT: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      replica,
      caller: fc.constantFrom('billing', 'reader'),
      key: fc.constantFrom('one', 'two'),
      body: fc.constantFrom('{"amount":1}', '{"amount":2}'),
      fate: fc.constantFrom<Fate>('made', 'made', 'lost', 'unsent', 'refused token'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), replica }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1000, 6000, 60_000) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'failover' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'wait' as const }) },
);

/** What Migo has taken, or may have. */
function counts({ fate }: Sent): boolean {
  return fate === 'made' || fate === 'lost';
}

/** Acceptance: whatever clients, repetitions, crashes, delays and failovers come together. */
describe(`${RUNS} schedules of calls with keys`, () => {
  it(
    'never make two calls for one key, and answer nobody with the answer to something else',
    async () => {
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          fc.array(EVENT, { minLength: 2, maxLength: 14 }),
          async (scheduler, events) => {
            const world = new World(scheduler, REPLICAS);
            const replies: Promise<void>[] = [];
            const act = async (event: Event): Promise<void> => {
              if (event.kind === 'crash') world.crash(event.replica);
              else if (event.kind === 'pass') world.pass(event.ms);
              else if (event.kind === 'failover') world.failOver();
              else if (event.kind === 'wait') await drain(scheduler, 3);
              else replies.push(expectOwn(world, event, seen));
            };
            try {
              for (const event of events) {
                await act(event);
                await drain(scheduler, 1);
              }
              await drain(scheduler);
              const settled = await Promise.all(replies.map((reply) => Promise.race([reply, NOTHING])));
              expect(settled.length).toBe(replies.length);
              const perKey = new Map<string, number>();
              for (const { caller, key } of world.sent.filter(counts))
                perKey.set(`${caller}:${key}`, (perKey.get(`${caller}:${key}`) ?? 0) + 1);
              expect([...perKey.values()].filter((times) => times > 1)).toEqual([]);
            } finally {
              world.end();
            }
          },
        ),
        { numRuns: RUNS },
      );
      // Not because nothing happens: all that may be answered was answered.
      expect([...seen].sort()).toEqual([
        'answer',
        'idempotency_in_progress',
        'idempotency_key_reused',
        'outcome_unknown',
        'replay',
        'upstream_answer_cut',
      ]);
    },
    LONG_MS,
  );
});

/** Lets so many of the steps go on that wait, in an order of their own; without a number, all of them. */
async function drain(scheduler: fc.Scheduler, most = Infinity): Promise<void> {
  for (let done = 0; done < most; done += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (scheduler.count() === 0) return;
    await scheduler.waitNext(1);
  }
}

const NOTHING = new Promise<void>((resolve) => setImmediate(resolve));

async function expectOwn(
  world: World,
  { replica: at, caller, key, body, fate }: Extract<Event, { kind: 'call' }>,
  seen: Set<string>,
): Promise<void> {
  try {
    const answer = await world.call(at, { caller, key, body, fate });
    if (answer.kind !== 'whole') throw new Error('no answer');
    seen.add(answer.isReplay === true ? 'replay' : 'answer');
    const told = JSON.parse(answer.body.toString()) as { data: unknown };
    expect(told.data).toEqual([caller, key, body]);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    seen.add(error.code);
  }
}
