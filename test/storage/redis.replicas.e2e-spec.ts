import { Redis } from 'ioredis';
import type { RedisStore } from '../../src/storage/redis/redis.store.js';
import { eventually } from './eventually.js';
import { newPrefix, openRedisStore, redisUrl } from './stores.js';

const LONG_MS = 60_000;

describe('two replicas on one Redis', () => {
  const keyPrefix = newPrefix();
  let one: RedisStore;
  let two: RedisStore;

  beforeAll(async () => {
    one = await openRedisStore(keyPrefix);
    two = await openRedisStore(keyPrefix);
  });
  afterAll(() => Promise.all([one.close(), two.close()]));

  it('see what the other one writes and deletes', async () => {
    await one.compareAndSet('shared', 0, { version: 1, value: 'x', ttlMs: LONG_MS });
    expect(await two.get('shared')).toBe('1.x');
    await two.delete(['shared']);
    expect(await one.get('shared')).toBeNull();
  });

  it('let one of 50 writers win, 25 on each', async () => {
    const won = await Promise.all(
      Array.from({ length: 50 }, (_, writer) =>
        (writer % 2 === 0 ? one : two).compareAndSet('race', 0, {
          version: 1,
          value: String(writer),
          ttlMs: LONG_MS,
        }),
      ),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await one.get('race')).toBe(`1.${won.indexOf(true)}`);
  });

  it('share a lease', async () => {
    expect(await one.acquireLease('refresh', 'one', LONG_MS)).toBe(true);
    expect(await two.acquireLease('refresh', 'two', LONG_MS)).toBe(false);
    expect(await two.renewLease('refresh', 'two', LONG_MS)).toBe(false);
    await one.releaseLease('refresh', 'one');
    expect(await two.acquireLease('refresh', 'two', LONG_MS)).toBe(true);
  });

  it('hear of the changes of the other one', async () => {
    const heard: string[] = [];
    two.onChange((key) => heard.push(key));
    await eventually(async () => {
      await one.publishChange('session:abc');
      return heard.length > 0;
    });
    expect(new Set(heard)).toEqual(new Set(['session:abc']));
  });
});

describe('two gateways with different prefixes on one Redis', () => {
  it('have nothing in common: no value, no lease, no change', async () => {
    const [blue, green] = await Promise.all([openRedisStore(), openRedisStore()]);
    const heard = { blue: 0, green: 0 };
    blue.onChange(() => (heard.blue += 1));
    green.onChange(() => (heard.green += 1));

    await blue.compareAndSet('key', 0, { version: 1, value: 'x', ttlMs: LONG_MS });
    await blue.acquireLease('key', 'blue', LONG_MS);
    await eventually(async () => {
      await blue.publishChange('key');
      return heard.blue > 0;
    });

    expect(await green.get('key')).toBeNull();
    expect(await green.acquireLease('key', 'green', LONG_MS)).toBe(true);
    await eventually(async () => {
      await green.publishChange('own');
      return heard.green > 0;
    });
    await Promise.all([blue.close(), green.close()]);
  });

  it('write under their own prefix only, and everything with an end', async () => {
    const keyPrefix = newPrefix();
    const store = await openRedisStore(keyPrefix);
    const raw = new Redis(redisUrl());
    await store.compareAndSet('session:a', 0, { version: 1, value: 'x', ttlMs: LONG_MS });
    await store.acquireLease('session:a', 'owner', LONG_MS);
    await store.getAndExtend('session:a', LONG_MS);
    await store.renewLease('session:a', 'owner', LONG_MS);
    await store.addToIndex('sessions:b', 'session:a', LONG_MS);

    const keys = (await raw.keys(`*${keyPrefix}*`)).sort();
    expect(keys).toEqual([`${keyPrefix}:index:sessions:b`, `${keyPrefix}:lease:session:a`, `${keyPrefix}:session:a`]);
    const ends = await Promise.all(keys.map((key) => raw.pttl(key)));
    for (const ms of ends) {
      expect(ms).toBeGreaterThan(0);
      expect(ms).toBeLessThanOrEqual(LONG_MS);
    }
    raw.disconnect();
    await store.close();
  });
});
