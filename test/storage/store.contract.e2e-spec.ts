import { decodeVersioned, type KeyValueStore, type VersionedValue } from '../../src/storage/key-value-store.js';
import { MemoryStore } from '../../src/storage/memory.store.js';
import { eventually, pause } from './eventually.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import { openRedisStore, openStoreAt } from './stores.js';

/** Long enough for a busy machine to make the next call in time, short enough to wait for. */
const SHORT_MS = 500;
const LONG_MS = 60_000;

function record(version: number, value = `value-${version}`, ttlMs = LONG_MS): VersionedValue {
  return { version, value, ttlMs };
}

let sentinels: RedisSentinels;
let cluster: RedisCluster;
beforeAll(async () => {
  [sentinels, cluster] = await Promise.all([RedisSentinels.start(), RedisCluster.start()]);
}, 120_000);
afterAll(() => Promise.all([sentinels.stop(), cluster.stop()]));

const STORES: [name: string, open: () => Promise<KeyValueStore>][] = [
  ['MemoryStore', () => Promise.resolve(new MemoryStore())],
  ['RedisStore', () => openRedisStore()],
  ['RedisStore by Sentinels', () => openStoreAt(sentinels.settings)],
  ['RedisStore on a Cluster', () => openStoreAt(cluster.settings)],
];

describe.each(STORES)('%s', (_name, open) => {
  let store: KeyValueStore;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  describe('reading', () => {
    it('gives null for a key that is not there', async () => {
      expect(await store.get('absent')).toBeNull();
      expect(await store.getAndExtend('absent', LONG_MS)).toBeNull();
    });

    it('does not create what it extends', async () => {
      await store.getAndExtend('absent', LONG_MS);
      expect(await store.compareAndSet('absent', 0, record(1))).toBe(true);
    });

    it('gives the version and the value as they were written', async () => {
      const value = 'k1.dots.and "quotes"\nand ñ and \u0000 and 😀';
      await store.compareAndSet('key', 0, record(1, value));
      expect(decodeVersioned((await store.get('key')) ?? '')).toEqual({ version: 1, value });
      expect(await store.getAndExtend('key', LONG_MS)).toBe(await store.get('key'));
    });

    it('keeps keys apart', async () => {
      await store.compareAndSet('a', 0, record(1, 'of a'));
      expect(await store.get('b')).toBeNull();
      expect(await store.get('lease:a')).toBeNull();
    });
  });

  describe('counting', () => {
    it('goes up by one, each key for itself, and keeps the end of its window', async () => {
      const first = await store.count('key', LONG_MS);
      await pause(20);
      const second = await store.count('key', LONG_MS);

      expect([first.count, second.count]).toEqual([1, 2]);
      expect(first.leftMs).toBeLessThanOrEqual(LONG_MS);
      expect(second.leftMs).toBeLessThan(first.leftMs);
      expect((await store.count('other', LONG_MS)).count).toBe(1);
    });

    it('begins anew when the window is over', async () => {
      await store.count('key', 50);
      await store.count('key', 50);
      await pause(100);
      expect((await store.count('key', 50)).count).toBe(1);
    });

    it('begins anew when it is told to', async () => {
      await store.count('key', LONG_MS);
      await store.resetCount('key');
      await store.resetCount('absent');
      expect((await store.count('key', LONG_MS)).count).toBe(1);
    });

    it('is read without being counted', async () => {
      expect(await store.readCount('key')).toMatchObject({ count: 0, leftMs: 0 });
      const { leftMs } = await store.count('key', LONG_MS);
      const read = await store.readCount('key');

      expect((await store.readCount('key')).count).toBe(1);
      expect(read.leftMs).toBeGreaterThan(0);
      expect(read.leftMs).toBeLessThanOrEqual(leftMs);
    });

    it('counts what comes at once', async () => {
      const counts = await Promise.all(Array.from({ length: 50 }, () => store.count('key', LONG_MS)));
      expect(counts.map(({ count }) => count).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 50 }, (_, i) => i + 1),
      );
    });

    it('keeps counters apart from values', async () => {
      await store.count('key', LONG_MS);
      expect(await store.get('key')).toBeNull();
    });
  });

  describe('leasing of a quota', () => {
    const LIMIT = 20;
    const lease = (most: number, windowMs = LONG_MS): ReturnType<KeyValueStore['leaseQuota']> =>
      store.leaseQuota('key', { most, limit: LIMIT, windowMs });

    it('gives what is asked for, then what is left, then nothing', async () => {
      const grants = [await lease(15), await lease(15), await lease(15)];

      expect(grants.map(({ granted, count }) => [granted, count])).toEqual([
        [15, 15],
        [5, 20],
        [0, 20],
      ]);
      for (const { leftMs } of grants) expect(leftMs).toBeGreaterThan(0);
    });

    it('keeps the end of its window, and begins anew after it', async () => {
      const first = await lease(LIMIT, SHORT_MS);
      expect((await lease(1, SHORT_MS)).leftMs).toBeLessThanOrEqual(first.leftMs);
      await pause(SHORT_MS + 50);
      expect((await lease(3)).count).toBe(3);
    });

    it('gives no more to many who come at once', async () => {
      const grants = await Promise.all(Array.from({ length: 30 }, () => lease(3)));

      expect(grants.reduce((sum, { granted }) => sum + granted, 0)).toBe(LIMIT);
    });
  });

  describe('the time to live', () => {
    it('ends a value', async () => {
      await store.compareAndSet('key', 0, record(1, 'x', 50));
      await eventually(async () => (await store.get('key')) === null);
      expect(await store.compareAndSet('key', 0, record(1))).toBe(true);
    });

    it('is not moved by get', async () => {
      await store.compareAndSet('key', 0, record(1, 'x', SHORT_MS));
      await eventually(async () => (await store.get('key')) === null);
    });

    it('is moved by getAndExtend', async () => {
      await store.compareAndSet('key', 0, record(1, 'x', SHORT_MS));
      expect(await store.getAndExtend('key', LONG_MS)).not.toBeNull();
      await pause(SHORT_MS + 200);
      expect(await store.get('key')).not.toBeNull();
    });

    it('counts from the call of getAndExtend, also where that is earlier', async () => {
      await store.compareAndSet('key', 0, record(1, 'x', LONG_MS));
      await store.getAndExtend('key', 50);
      await eventually(async () => (await store.get('key')) === null);
    });

    it('can be asked for', async () => {
      await store.compareAndSet('key', 0, record(1, 'x', LONG_MS));
      const left = await store.timeLeft('key');

      expect(left).toBeGreaterThan(LONG_MS / 2);
      expect(left).toBeLessThanOrEqual(LONG_MS);
      expect(await store.timeLeft('absent')).toBe(0);
    });

    it('is that of the newest write', async () => {
      await store.compareAndSet('key', 0, record(1, 'x', SHORT_MS));
      await store.compareAndSet('key', 1, record(2, 'y', LONG_MS));
      await pause(SHORT_MS + 200);
      expect(await store.get('key')).not.toBeNull();
    });
  });

  describe('compareAndSet', () => {
    it('creates only what does not exist', async () => {
      expect(await store.compareAndSet('key', 1, record(2))).toBe(false);
      expect(await store.get('key')).toBeNull();
      expect(await store.compareAndSet('key', 0, record(1))).toBe(true);
      expect(await store.compareAndSet('key', 0, record(1, 'again'))).toBe(false);
      expect(await store.get('key')).toBe('1.value-1');
    });

    it.each([0, 1, 3, 10, 20])('refuses a writer who expects version %i of version 2', async (expected) => {
      await store.compareAndSet('key', 0, record(1));
      await store.compareAndSet('key', 1, record(2));
      expect(await store.compareAndSet('key', expected, record(expected + 1, 'late'))).toBe(false);
      expect(await store.get('key')).toBe('2.value-2');
    });

    it('goes from version to version, past one digit', async () => {
      for (let version = 0; version < 12; version += 1) {
        expect(await store.compareAndSet('key', version, record(version + 1))).toBe(true);
      }
      expect(await store.get('key')).toBe('12.value-12');
    });

    it('refuses a writer whose record was deleted meanwhile', async () => {
      await store.compareAndSet('key', 0, record(1));
      await store.delete(['key']);
      expect(await store.compareAndSet('key', 1, record(2))).toBe(false);
      expect(await store.get('key')).toBeNull();
    });

    it.each([0, 3])('lets exactly one of 50 writers win at version %i', async (start) => {
      for (let version = 0; version < start; version += 1) {
        await store.compareAndSet('key', version, record(version + 1));
      }
      const writers = Array.from({ length: 50 }, (_, writer) => `writer ${writer}`);
      const won = await Promise.all(
        writers.map((value) => store.compareAndSet('key', start, record(start + 1, value))),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.get('key')).toBe(`${start + 1}.writer ${won.indexOf(true)}`);
    });
  });

  describe('delete', () => {
    it('takes several keys, none, and such as are not there', async () => {
      await store.compareAndSet('a', 0, record(1));
      await store.compareAndSet('b', 0, record(1));
      await store.compareAndSet('c', 0, record(1));
      await store.delete(['a', 'b', 'absent']);
      await store.delete([]);
      expect(await Promise.all(['a', 'b', 'c'].map((key) => store.get(key)))).toEqual([null, null, '1.value-1']);
    });
  });

  describe('an index', () => {
    it('gives its members, those first that stay for longest, and no more than are asked for', async () => {
      await store.addToIndex('key', 'short', LONG_MS);
      await store.addToIndex('key', 'longest', 3 * LONG_MS);
      await store.addToIndex('key', 'long', 2 * LONG_MS);
      await store.addToIndex('other', 'of another', LONG_MS);

      expect(await store.listIndex('key', 10)).toEqual(['longest', 'long', 'short']);
      expect(await store.listIndex('key', 2)).toEqual(['longest', 'long']);
      expect(await store.listIndex('absent', 10)).toEqual([]);
    });

    it('holds a member once, until its newest end', async () => {
      await store.addToIndex('key', 'member', SHORT_MS);
      await store.addToIndex('key', 'member', LONG_MS);
      await pause(SHORT_MS + 200);

      expect(await store.listIndex('key', 10)).toEqual(['member']);
    });

    it('loses each member at its own end, also where a longer one came first', async () => {
      await store.addToIndex('key', 'stays', LONG_MS);
      await store.addToIndex('key', 'goes', 50);
      await eventually(async () => (await store.listIndex('key', 10)).length === 1);

      expect(await store.listIndex('key', 10)).toEqual(['stays']);
    });

    it('loses what is taken out, and nothing else', async () => {
      await store.addToIndex('key', 'a', LONG_MS);
      await store.addToIndex('key', 'b', LONG_MS);
      await store.removeFromIndex('key', 'a');
      await store.removeFromIndex('key', 'absent');
      await store.removeFromIndex('absent', 'a');

      expect(await store.listIndex('key', 10)).toEqual(['b']);
    });

    it('takes what comes at once', async () => {
      const members = Array.from({ length: 50 }, (_, member) => `member ${member}`);
      await Promise.all(members.map((member) => store.addToIndex('key', member, LONG_MS)));

      expect((await store.listIndex('key', 100)).sort()).toEqual(members.sort());
    });

    it('has nothing to do with the value of the same key', async () => {
      await store.addToIndex('key', 'member', LONG_MS);
      expect(await store.compareAndSet('key', 0, record(1))).toBe(true);
      await store.delete(['key']);

      expect(await store.listIndex('key', 10)).toEqual(['member']);
    });
  });

  describe('a lease', () => {
    it('is held by one owner at a time, until it is released', async () => {
      expect(await store.acquireLease('key', 'ana', LONG_MS)).toBe(true);
      expect(await store.acquireLease('key', 'luis', LONG_MS)).toBe(false);
      await store.releaseLease('key', 'ana');
      expect(await store.acquireLease('key', 'luis', LONG_MS)).toBe(true);
    });

    it('goes to exactly one of 50 who want it at once', async () => {
      const owners = Array.from({ length: 50 }, (_, owner) => `owner ${owner}`);
      const got = await Promise.all(owners.map((owner) => store.acquireLease('key', owner, LONG_MS)));
      expect(got.filter(Boolean)).toHaveLength(1);
    });

    it('is not released by anybody else', async () => {
      await store.acquireLease('key', 'ana', LONG_MS);
      await store.releaseLease('key', 'luis');
      await store.releaseLease('other key', 'ana');
      expect(await store.acquireLease('key', 'luis', LONG_MS)).toBe(false);
    });

    it('is not renewed by anybody else, nor where there is none', async () => {
      await store.acquireLease('key', 'ana', SHORT_MS);
      expect(await store.renewLease('key', 'luis', LONG_MS)).toBe(false);
      expect(await store.renewLease('absent', 'ana', LONG_MS)).toBe(false);
      await eventually(() => store.acquireLease('key', 'luis', LONG_MS));
    });

    it('lives on when its owner renews it', async () => {
      await store.acquireLease('key', 'ana', SHORT_MS);
      expect(await store.renewLease('key', 'ana', LONG_MS)).toBe(true);
      await pause(SHORT_MS + 200);
      expect(await store.acquireLease('key', 'luis', LONG_MS)).toBe(false);
    });

    it('ends by itself, and its late owner can neither renew nor release that of the next', async () => {
      await store.acquireLease('key', 'ana', 50);
      await eventually(() => store.acquireLease('key', 'luis', LONG_MS));
      expect(await store.renewLease('key', 'ana', LONG_MS)).toBe(false);
      await store.releaseLease('key', 'ana');
      expect(await store.acquireLease('key', 'ana', LONG_MS)).toBe(false);
    });

    it('has nothing to do with the value of the same key', async () => {
      await store.compareAndSet('key', 0, record(1));
      expect(await store.acquireLease('key', 'ana', LONG_MS)).toBe(true);
      await store.delete(['key']);
      expect(await store.acquireLease('key', 'luis', LONG_MS)).toBe(false);
    });
  });

  describe('a change', () => {
    it('is told to every listener of the store that publishes it', async () => {
      const heard: string[][] = [[], []];
      store.onChange((key) => heard[0]?.push(key));
      store.onChange((key) => heard[1]?.push(key));
      await eventually(async () => {
        await store.publishChange('session:a.b:c');
        return heard.every((keys) => keys.length > 0);
      });
      expect(new Set(heard.flat())).toEqual(new Set(['session:a.b:c']));
    });
  });

  it('answers a ping', async () => {
    await expect(store.probe()).resolves.toBeUndefined();
  });
});
