import fc from 'fast-check';
import type { Taken } from '../../src/limits/limit.js';
import { QuotaLease } from '../../src/limits/quota-lease.js';
import { QuotaSource } from '../../src/limits/quota-source.js';
import { StoreUnavailableError } from '../../src/storage/key-value-store.js';

const SECONDS = 60;

type Source = ConstructorParameters<typeof QuotaSource>[0];

/** Counts in one place, and answers as late as a network does. */
class SlowStore implements Source {
  renewals = 0;
  isAway = false;
  private count = 0;
  private endsAt = 0;

  async leaseQuota(
    _key: string,
    { most, limit, windowMs }: Parameters<Source['leaseQuota']>[1],
  ): ReturnType<Source['leaseQuota']> {
    this.renewals += 1;
    await new Promise((wake) => setImmediate(wake));
    if (this.isAway) throw new StoreUnavailableError(new Error('away'));
    if (performance.now() >= this.endsAt) [this.count, this.endsAt] = [0, performance.now() + windowMs];
    const granted = Math.max(0, Math.min(most, limit - this.count));
    this.count += granted;
    return { count: this.count, granted, leftMs: Math.ceil(this.endsAt - performance.now()) };
  }
}

function replicasOn(store: SlowStore, count: number, requests: number): QuotaLease[] {
  const limit = { name: 'caller', requests, seconds: SECONDS };
  return Array.from({ length: count }, () => new QuotaLease(new QuotaSource(store, count), 'key', limit));
}

async function admitted(leases: readonly QuotaLease[], replicas: readonly number[]): Promise<number> {
  const spent = await Promise.all(replicas.map((index) => Promise.resolve(leases[index % leases.length]?.take())));
  return spent.filter((one) => one?.isAdmitted).length;
}

/** What is taken without a round trip: while nothing but promises that are fulfilled already goes on. */
async function takenAtOnce(lease: QuotaLease | undefined): Promise<Taken | undefined> {
  let taken: Taken | undefined;
  void lease?.take().then((one) => (taken = one));
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  return taken;
}

const CALLS = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 120 });
const REPLICAS = fc.integer({ min: 1, max: 4 });

describe('quota leases', () => {
  it('admit exactly the limit over all replicas where a lease is of one, whoever calls when', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(CALLS, { minLength: 1, maxLength: 4 }),
        REPLICAS,
        fc.integer({ min: 1, max: 99 }),
        async (bursts, replicas, requests) => {
          const leases = replicasOn(new SlowStore(), replicas, requests);
          let passed = 0;
          for (const burst of bursts) passed += await admitted(leases, burst);
          expect(passed).toBe(Math.min(requests, bursts.flat().length));
        },
      ),
    ));

  it('never admit more than the limit, and leave no more than a lease or two at each replica', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(CALLS, { minLength: 1, maxLength: 10 }),
        REPLICAS,
        fc.integer({ min: 100, max: 400 }),
        async (bursts, replicas, requests) => {
          const leases = replicasOn(new SlowStore(), replicas, requests);
          const calls = bursts.flat().length;
          let passed = 0;
          for (const burst of bursts) passed += await admitted(leases, burst);
          const stranded = 2 * replicas * Math.floor(requests / 20);
          expect(passed).toBeLessThanOrEqual(Math.min(requests, calls));
          expect(passed).toBeGreaterThanOrEqual(Math.min(requests - stranded, calls));
        },
      ),
    ));

  it('tell how much is left, down to nothing', async () => {
    const [lease] = replicasOn(new SlowStore(), 1, 3);
    const told = [await lease?.take(), await lease?.take(), await lease?.take(), await lease?.take()];

    expect(told.map((one) => [one?.count, one?.isAdmitted])).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [3, false],
    ]);
    for (const one of told) expect(one?.leftMs).toBeGreaterThan(SECONDS * 1000 - 5000);
  });

  it('are renewed in the background, one round trip for many calls', async () => {
    const store = new SlowStore();
    const [lease] = replicasOn(store, 1, 2000);
    await lease?.take();
    let waited = 0;
    for (let call = 0; call < 1500; call += 1) {
      if ((await takenAtOnce(lease)) === undefined) waited += 1;
      if (call % 20 === 0) await new Promise((wake) => setTimeout(wake, 1));
    }

    expect(waited).toBe(0);
    expect(store.renewals).toBeLessThan(40);
  });

  it('ask nobody any more when nothing is left', async () => {
    const store = new SlowStore();
    const [lease] = replicasOn(store, 1, 5);
    for (let call = 0; call < 5; call += 1) await lease?.take();
    const before = store.renewals;

    for (let call = 0; call < 100; call += 1) expect(await takenAtOnce(lease)).toMatchObject({ isAdmitted: false });

    expect(store.renewals).toBe(before);
  });

  it('are a part of the limit at each replica while the store is away, and the store is asked once', async () => {
    const store = new SlowStore();
    const leases = replicasOn(store, 2, 20);
    store.isAway = true;

    const passed = await admitted(
      leases,
      Array.from({ length: 100 }, (_, index) => index),
    );

    expect(passed).toBe(20);
    expect(store.renewals).toBe(2);
  });

  it('are those of the store again when it is back', async () => {
    const store = new SlowStore();
    const [lease] = replicasOn(store, 2, 20);
    store.isAway = true;
    expect(await admitted(lease === undefined ? [] : [lease], Array<number>(30).fill(0))).toBe(10);
    store.isAway = false;
    await new Promise((wake) => setTimeout(wake, 1100));

    expect(await admitted(lease === undefined ? [] : [lease], Array<number>(30).fill(0))).toBe(20);
  });

  it('begin anew with a new window', async () => {
    const limit = { name: 'caller', requests: 5, seconds: 0.1 };
    const lease = new QuotaLease(new QuotaSource(new SlowStore(), 1), 'key', limit);

    expect(await admitted([lease], Array<number>(9).fill(0))).toBe(5);
    await new Promise((wake) => setTimeout(wake, 150));
    expect(await admitted([lease], Array<number>(9).fill(0))).toBe(5);
  });
});
