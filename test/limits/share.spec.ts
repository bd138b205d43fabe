import fc from 'fast-check';
import { Share } from '../../src/limits/quota-lease.js';
import { ShareSource } from '../../src/limits/quota-source.js';
import { StoreUnavailableError } from '../../src/storage/key-value-store.js';

const SECONDS = 60;

type Source = ConstructorParameters<typeof ShareSource>[0];

/** Counts in one place, and answers as late as a network does. */
class SlowStore implements Source {
  draws = 0;
  isAway = false;
  private count = 0;
  private endsAt = 0;

  async draw(_key: string, { most, limit, windowMs }: Parameters<Source['draw']>[1]): ReturnType<Source['draw']> {
    this.draws += 1;
    await new Promise((wake) => setImmediate(wake));
    if (this.isAway) throw new StoreUnavailableError(new Error('away'));
    if (performance.now() >= this.endsAt) [this.count, this.endsAt] = [0, performance.now() + windowMs];
    const granted = Math.max(0, Math.min(most, limit - this.count));
    this.count += granted;
    return { count: this.count, granted, leftMs: Math.ceil(this.endsAt - performance.now()) };
  }
}

function replicasOn(store: SlowStore, count: number, requests: number): Share[] {
  const limit = { name: 'caller', requests, seconds: SECONDS };
  return Array.from({ length: count }, () => new Share(new ShareSource(store, count), 'key', limit));
}

async function admitted(shares: readonly Share[], replicas: readonly number[]): Promise<number> {
  const spent = await Promise.all(replicas.map((index) => Promise.resolve(shares[index % shares.length]?.take())));
  return spent.filter((one) => one?.isAdmitted).length;
}

const CALLS = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 120 });
const REPLICAS = fc.integer({ min: 1, max: 4 });

describe('shares of a limit', () => {
  it('admit exactly the limit over all replicas where a share is one, whoever calls when', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(CALLS, { minLength: 1, maxLength: 4 }),
        REPLICAS,
        fc.integer({ min: 1, max: 99 }),
        async (bursts, replicas, requests) => {
          const shares = replicasOn(new SlowStore(), replicas, requests);
          let passed = 0;
          for (const burst of bursts) passed += await admitted(shares, burst);
          expect(passed).toBe(Math.min(requests, bursts.flat().length));
        },
      ),
    ));

  it('never admit more than the limit, and leave no more than a share or two at each replica', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(CALLS, { minLength: 1, maxLength: 10 }),
        REPLICAS,
        fc.integer({ min: 100, max: 400 }),
        async (bursts, replicas, requests) => {
          const shares = replicasOn(new SlowStore(), replicas, requests);
          const calls = bursts.flat().length;
          let passed = 0;
          for (const burst of bursts) passed += await admitted(shares, burst);
          const stranded = 2 * replicas * Math.floor(requests / 20);
          expect(passed).toBeLessThanOrEqual(Math.min(requests, calls));
          expect(passed).toBeGreaterThanOrEqual(Math.min(requests - stranded, calls));
        },
      ),
    ));

  it('tell how much is left, down to nothing', async () => {
    const [share] = replicasOn(new SlowStore(), 1, 3);
    const told = [await share?.take(), await share?.take(), await share?.take(), await share?.take()];

    expect(told.map((one) => [one?.count, one?.isAdmitted])).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [3, false],
    ]);
    for (const one of told) expect(one?.leftMs).toBeGreaterThan(SECONDS * 1000 - 5000);
  });

  it('are drawn in the background, one round trip for many calls', async () => {
    const store = new SlowStore();
    const [share] = replicasOn(store, 1, 2000);
    await share?.take();
    let waited = 0;
    for (let call = 0; call < 1500; call += 1) {
      if (share?.take() instanceof Promise) waited += 1;
      if (call % 20 === 0) await new Promise((wake) => setTimeout(wake, 1));
    }

    expect(waited).toBe(0);
    expect(store.draws).toBeLessThan(40);
  });

  it('ask nobody any more when nothing is left', async () => {
    const store = new SlowStore();
    const [share] = replicasOn(store, 1, 5);
    for (let call = 0; call < 5; call += 1) await share?.take();
    const before = store.draws;

    for (let call = 0; call < 100; call += 1) expect(share?.take()).toMatchObject({ isAdmitted: false });

    expect(store.draws).toBe(before);
  });

  it('are a part of the limit at each replica while the store is away, and the store is asked once', async () => {
    const store = new SlowStore();
    const shares = replicasOn(store, 2, 20);
    store.isAway = true;

    const passed = await admitted(
      shares,
      Array.from({ length: 100 }, (_, index) => index),
    );

    expect(passed).toBe(20);
    expect(store.draws).toBe(2);
  });

  it('are those of the store again when it is back', async () => {
    const store = new SlowStore();
    const [share] = replicasOn(store, 2, 20);
    store.isAway = true;
    expect(await admitted(share === undefined ? [] : [share], Array<number>(30).fill(0))).toBe(10);
    store.isAway = false;
    await new Promise((wake) => setTimeout(wake, 1100));

    expect(await admitted(share === undefined ? [] : [share], Array<number>(30).fill(0))).toBe(20);
  });

  it('begin anew with a new window', async () => {
    const limit = { name: 'caller', requests: 5, seconds: 0.1 };
    const share = new Share(new ShareSource(new SlowStore(), 1), 'key', limit);

    expect(await admitted([share], Array<number>(9).fill(0))).toBe(5);
    await new Promise((wake) => setTimeout(wake, 150));
    expect(await admitted([share], Array<number>(9).fill(0))).toBe(5);
  });
});
