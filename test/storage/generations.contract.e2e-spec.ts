import type { Generations } from '../../src/storage/generations/generations.js';
import type { KeyValueStore } from '../../src/storage/key-value-store.js';
import { MemoryStore } from '../../src/storage/memory.store.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { ask } from '../support/redis-client.js';
import { RedisServer } from '../support/redis-server.js';
import { eventually } from './eventually.js';
import { openRedisStore, openStoreAt } from './stores.js';

const LONG_MS = 60_000;
const SHORT_MS = 200;
const KEY = 'demo:middleware';

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await RedisCluster.start();
}, 120_000);
afterAll(() => cluster.stop());

const STORES: [name: string, open: () => Promise<KeyValueStore>][] = [
  ['MemoryStore', () => Promise.resolve(new MemoryStore())],
  ['RedisStore', () => openRedisStore()],
  ['RedisStore on a Cluster', () => openStoreAt(cluster.settings)],
];

/** Without the connection that it was read by, of which a Cluster has several, and makes others. */
function named(generation: string | undefined): string | undefined {
  return generation?.split(':').at(-1);
}

describe.each(STORES)('generations of %s', (_name, open) => {
  let store: KeyValueStore;
  let generations: Generations;
  beforeEach(async () => {
    store = await open();
    ({ generations } = store);
  });
  afterEach(() => store.close());

  it('stay the same until somebody writes, each thing for itself', async () => {
    const [first, again, other] = await Promise.all(
      [KEY, KEY, 'demo:wallet-and-cms'].map((key) => generations.read(key)),
    );
    expect(first).toEqual(expect.any(String));
    expect(named(again)).toBe(named(first));
    await generations.begin(KEY, 'a', LONG_MS);
    await generations.end(KEY, 'a');
    expect(await generations.read(KEY)).not.toBe(first);
    expect(named(await generations.read('demo:wallet-and-cms'))).toBe(named(other));
  });

  it('are none until the last writer has ended', async () => {
    await generations.begin(KEY, 'a', LONG_MS);
    await generations.begin(KEY, 'b', LONG_MS);
    await generations.end(KEY, 'a');
    expect(await generations.read(KEY)).toBeUndefined();
    await generations.end(KEY, 'b');
    expect(await generations.read(KEY)).toEqual(expect.any(String));
  });

  it('come back, as other ones, when a writer has left without a word', async () => {
    const before = await generations.read(KEY);
    await generations.begin(KEY, 'a', SHORT_MS);
    expect(await generations.read(KEY)).toBeUndefined();
    await eventually(() => generations.read(KEY));
    expect(await generations.read(KEY)).not.toBe(before);
  });

  it('change with an end that has had no beginning', async () => {
    const before = await generations.read(KEY);
    await generations.end(KEY, 'a');
    expect(await generations.read(KEY)).not.toBe(before);
  });
});

it('generations are others after the connection was lost: behind the new one may be a server that knows less', async () => {
  const redis = await RedisServer.start();
  const store = await openStoreAt(redis.settings);
  try {
    const before = await store.generations.read(KEY);
    const { stands } = await store.generations.begin(KEY, 'a', LONG_MS);
    await store.generations.end(KEY, 'a');
    const written = await store.generations.read(KEY);
    expect([written === before, stands()]).toEqual([false, true]);
    await ask(redis, 'CLIENT', 'KILL', 'TYPE', 'normal');
    const after = await eventually(() => store.generations.read(KEY));
    expect([after === written, stands()]).toEqual([false, false]);
  } finally {
    await store.close();
    await redis.stop();
  }
});
