import { Redis } from 'ioredis';
import { type KeyValueStore, StoreUnavailableError } from '../../src/storage/key-value-store.js';
import { RedisStore } from '../../src/storage/redis/redis.store.js';
import { RedisServer } from '../support/redis-server.js';
import { eventually, pause } from './eventually.js';
import { HalfRedis } from './half-redis.js';
import { SilentProxy } from './silent-proxy.js';
import { IGNORE_EVENTS, openRedisStore, openStoreAt } from './stores.js';
import { TellingSentinel } from './telling-sentinel.js';

const PREFIX = 'outage';
const LONG_MS = 60_000;
const RECORD = { version: 1, value: 'x', ttlMs: LONG_MS };

const CALLS: [name: string, call: (store: KeyValueStore) => Promise<unknown>][] = [
  ['get', (store) => store.get('key')],
  ['getAndExtend', (store) => store.getAndExtend('key', LONG_MS)],
  ['compareAndSet', (store) => store.compareAndSet('key', 0, RECORD)],
  ['delete', (store) => store.delete(['key', 'other'])],
  ['timeLeft', (store) => store.timeLeft('key')],
  ['addToIndex', (store) => store.addToIndex('key', 'member', LONG_MS)],
  ['listIndex', (store) => store.listIndex('key', 10)],
  ['removeFromIndex', (store) => store.removeFromIndex('key', 'member')],
  ['acquireLease', (store) => store.acquireLease('key', 'ana', LONG_MS)],
  ['renewLease', (store) => store.renewLease('key', 'ana', LONG_MS)],
  ['releaseLease', (store) => store.releaseLease('key', 'ana')],
  ['count', (store) => store.count('key', LONG_MS)],
  ['readCount', (store) => store.readCount('key')],
  ['resetCount', (store) => store.resetCount('key')],
  ['leaseQuota', (store) => store.leaseQuota('key', { most: 1, limit: 10, windowMs: LONG_MS })],
  ['publishChange', (store) => store.publishChange('key')],
  ['probe', (store) => store.probe()],
];

let server: RedisServer;
let store: RedisStore;

beforeEach(async () => {
  server = await RedisServer.start();
  store = await openRedisStore(PREFIX, server.url);
});
afterEach(async () => {
  await store.close();
  server.resume();
  await server.stop();
});

async function untilReachable(): Promise<void> {
  await eventually(async () => {
    await store.probe();
    return true;
  });
}

/** Every key of the server, past any prefix. */
async function keysOnServer(): Promise<string[]> {
  const raw = new Redis(server.url);
  const keys = await raw.keys('*');
  raw.disconnect();
  return keys.sort();
}

describe('a Redis that accepts commands and does not answer', () => {
  it.each(CALLS)('makes %s fail as unavailable, and works again when it answers', async (_name, call) => {
    server.pause();
    await expect(call(store)).rejects.toThrow(StoreUnavailableError);
    server.resume();
    await untilReachable();
    await expect(call(store)).resolves.not.toThrow();
  });

  it('holds up no caller, however many there are', async () => {
    server.pause();
    const results = await Promise.allSettled(Array.from({ length: 500 }, (_, index) => store.get(`key-${index}`)));
    const reasons = results.map((result) => (result.status === 'rejected' ? (result.reason as unknown) : undefined));
    expect(reasons.filter((reason) => !(reason instanceof StoreUnavailableError))).toEqual([]);
  });

  it('does not give one caller the late answer to another', async () => {
    await store.compareAndSet('a', 0, { ...RECORD, value: 'of a' });
    await store.compareAndSet('b', 0, { ...RECORD, value: 'of b' });
    server.pause();
    await expect(store.get('a')).rejects.toThrow(StoreUnavailableError);
    server.resume();
    expect(await eventually(() => store.get('b').then((value) => value ?? undefined))).toBe('1.of b');
    expect(await store.get('a')).toBe('1.of a');
  });

  it('lets go of the caller when the gateway closes the store', async () => {
    server.pause();
    const waiting = expect(store.get('key')).rejects.toThrow(StoreUnavailableError);
    await store.close();
    await waiting;
  });

  it('is not asked again for each caller: after a few, nobody waits', async () => {
    server.pause();
    await Promise.allSettled(Array.from({ length: 5 }, () => store.get('key')));
    await expect(store.get('key')).rejects.toMatchObject({ cause: { message: 'Redis has not answered lately' } });
    server.resume();
    await untilReachable();
    await expect(store.get('key')).resolves.toBeNull();
  });

  it('is still asked after a single command without an answer', async () => {
    server.pause();
    await expect(store.get('key')).rejects.toThrow(StoreUnavailableError);
    const next = store.get('key');
    server.resume();
    await expect(next).resolves.toBeNull();
  });

  it('has answered, where only this process was too busy to look', async () => {
    // From here timers come before sockets.
    await new Promise((resolve) => setImmediate(resolve));
    const answer = store.get('key');
    const until = performance.now() + 600;
    while (performance.now() < until);
    await expect(answer).resolves.toBeNull();
  });

  it('keeps the cause for the log', async () => {
    server.pause();
    const error: unknown = await store.get('key').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'StoreUnavailableError', cause: expect.any(Error) });
  });
});

describe('a Redis that is gone', () => {
  it.each(CALLS)('makes %s fail as unavailable, and works again after a restart', async (_name, call) => {
    await server.stop();
    await expect(call(store)).rejects.toThrow(StoreUnavailableError);
    await server.run();
    await untilReachable();
    await expect(call(store)).resolves.not.toThrow();
  });

  it('never gets a command that was given while it was away', async () => {
    await server.stop();
    await Promise.allSettled(CALLS.map(([, call]) => call(store)));
    await server.run();
    await untilReachable();
    expect(await keysOnServer()).toEqual([]);
  });

  it('never gets a command again that was under way when it went', async () => {
    server.pause();
    const underWay = [
      store.compareAndSet('key', 0, RECORD),
      store.acquireLease('key', 'ana', LONG_MS),
      store.compareAndSet('other', 0, RECORD),
    ];
    const settled = Promise.allSettled(underWay);
    await server.stop();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await server.run();
    await untilReachable();
    expect(await keysOnServer()).toEqual([]);
  });

  it('tells of changes again after a restart', async () => {
    const heard: string[] = [];
    store.onChange((key) => heard.push(key));
    await server.stop();
    await server.run();
    await eventually(async () => {
      await store.publishChange('after');
      return heard.length > 0;
    });
    expect(new Set(heard)).toEqual(new Set(['after']));
  });

  it('may come later than the gateway', async () => {
    await server.stop();
    const events: string[] = [];
    const early = new RedisStore(
      { url: server.url, keyPrefix: PREFIX },
      { onConnected: () => events.push('connected'), onDisconnected: () => events.push('away') },
    );
    await early.waitUntilReady(100);
    await expect(early.get('key')).rejects.toThrow(StoreUnavailableError);
    expect(events).toContain('away');
    expect(events).not.toContain('connected');

    const heard: string[] = [];
    early.onChange((key) => heard.push(key));
    await server.run();
    await eventually(async () => {
      await early.publishChange('key');
      return heard.length > 0;
    });
    expect(events.at(-1)).toBe('connected');
    await early.close();
  });
});

describe('a connection to Redis that has fallen silent', () => {
  // A failover or a lost node leaves connections that nobody closes. TCP alone notices after a quarter of an hour.
  it('is replaced by a new one', async () => {
    const proxy = await SilentProxy.start(server.port);
    const distant = new RedisStore({ url: proxy.url, keyPrefix: PREFIX }, IGNORE_EVENTS);
    await distant.waitUntilReady(10_000);
    await distant.compareAndSet('key', 0, RECORD);
    proxy.silence();
    await expect(distant.get('key')).rejects.toThrow(StoreUnavailableError);
    try {
      expect(await eventually(() => distant.get('key').then((value) => value ?? undefined))).toBe('1.x');
    } finally {
      await distant.close();
      await proxy.stop();
    }
  }, 30_000);
});

describe('a store that is closed while a connection is being made anew', () => {
  // The second time, it answers everything but a subscription: the close falls into that wait.
  it('leaves no rejection that nobody catches', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): unknown => unhandled.push(reason);
    process.on('unhandledRejection', onUnhandled);
    const peer = await HalfRedis.start();
    const store = new RedisStore({ url: peer.url, keyPrefix: PREFIX }, IGNORE_EVENTS);
    try {
      await eventually(() => Promise.resolve(peer.subscriptions === 1));
      peer.dropConnections();
      await eventually(() => Promise.resolve(peer.subscriptions === 2));
      await store.close();
      await pause(50);
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', onUnhandled);
      await store.close();
      await peer.stop();
    }
  });
});

it('is found again where its Sentinel tells of a failover while it is asked where the primary is', async () => {
  const sentinel = await TellingSentinel.start('migo', server.address);
  const told = await openStoreAt({ sentinels: [sentinel.address], name: 'migo' }, PREFIX, { replicas: 1, ms: 10 });
  try {
    await told.probe();
    await eventually(() => Promise.resolve(sentinel.isHeard));
    sentinel.tells = true;
    await server.stop();
    await server.run();
    await eventually(async () => {
      await told.probe();
      await told.claims.read('key');
      return !sentinel.tells;
    });
  } finally {
    await told.close();
    await sentinel.stop();
  }
});
