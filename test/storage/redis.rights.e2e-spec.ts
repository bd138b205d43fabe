import type { RedisSettings } from '../../src/config/sections/redis.settings.js';
import type { RedisStore } from '../../src/storage/redis/redis.store.js';
import { logOf } from '../support/gateway-log.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { runDoctor } from '../support/doctor-process.js';
import { ask } from '../support/redis-client.js';
import { RedisServer } from '../support/redis-server.js';
import { eventually } from './eventually.js';
import { openStoreAt } from './stores.js';

const PASSWORD = 'canary-password';
const PREFIX = 'migo';
/** What the operations page tells operators to give. */
const LEAST =
  '~migo:* &migo:changes -@all +ping +time +info +set +get +getex +pttl +incr +incrby +pexpire +zadd +zrem +zrevrangebyscore +zremrangebyscore +hset +hget +hmget +hgetall +hdel +wait +eval +publish +del +subscribe';
const COMMANDS = LEAST.split(' ').filter((right) => right.startsWith('+'));
const without = (right: string): string =>
  LEAST.split(' ')
    .filter((one) => one !== right)
    .join(' ');
const RUN_MS = 30_000;

let redis: RedisServer;
let opened: RedisStore[] = [];
/** What a test has set is as it was for the next one. */
const AS_BEFORE = [
  ['REPLICAOF', 'NO', 'ONE'],
  ['CONFIG', 'SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction'],
  ['FLUSHALL'],
] as const;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterEach(async () => {
  await Promise.all(opened.map((store) => store.close()));
  opened = [];
  for (const [command, ...args] of AS_BEFORE) await ask(redis, command, ...args);
});
afterAll(() => redis.stop());

async function grant(rights: string): Promise<void> {
  await ask(redis, 'ACL', 'SETUSER', 'gateway', 'reset', 'on', `>${PASSWORD}`, ...rights.split(' '));
}

function place(database = ''): Pick<RedisSettings, 'url'> {
  return { url: `redis://gateway:${PASSWORD}@127.0.0.1:${redis.port}${database}` };
}

async function open(settings = place()): Promise<RedisStore> {
  const store = await openStoreAt(settings, PREFIX);
  opened.push(store);
  return store;
}

describe('a user of Redis with the least rights', () => {
  it('can do all that a store does', async () => {
    await grant(LEAST);
    const [store, other] = [await open(), await open()];
    const told: string[] = [];
    other.onChange((change) => told.push(change));
    await eventually(async () => {
      await store.publishChange('a change');
      return told.includes('a change');
    });
    await store.compareAndSet('key', 0, { version: 1, value: 'value', ttlMs: 1000 });
    await store.getAndExtend('key', 1000);
    await store.get('key');
    await store.timeLeft('key');
    await store.addToIndex('key', 'member', 1000);
    await store.listIndex('key', 1);
    await store.removeFromIndex('key', 'member');
    await store.acquireLease('key', 'me', 1000);
    await store.renewLease('key', 'me', 1000);
    await store.releaseLease('key', 'me');
    await store.count('key', 1000);
    await store.readCount('key');
    await store.resetCount('key');
    await store.leaseQuota('key', { most: 1, limit: 2, windowMs: 1000 });
    const place = { key: 'key', route: 'a.b' };
    await store.claims.claim(place, { owner: 'me', print: 'p', facts: 'f', leaseMs: 1000, keepMs: 1000 });
    await store.claims.read('key');
    await store.claims.move(place, {
      owner: 'me',
      from: ['claimed'],
      to: 'sent',
      print: 'q',
      answer: 'a',
      keepMs: 1000,
    });
    await store.claims.move(place, { from: ['sent'], keepMs: 1000 });
    await store.delete(['key']);
    await store.probe();
    expect(await store.examine()).toEqual([]);
  });

  it.each(COMMANDS)('and not even %s is told which right it lacks, and has it by what is told', async (right) => {
    await grant(without(right));
    const [fault] = await (await open()).examine();
    expect(fault?.found).toContain(right.slice(1));
    const rights = fault?.remedy.replace('ACL SETUSER <user> ', '') ?? '';
    await grant(rights);
    expect(await (await open()).examine()).toEqual([]);
  });

  it('and no channels, as Redis 7 makes users, is told so', async () => {
    await grant(LEAST.replace('&migo:changes', 'resetchannels'));
    const [fault] = await (await open()).examine();
    expect(fault).toEqual({
      found: expect.stringContaining('channels'),
      remedy: expect.stringContaining('&migo:changes'),
    });
  });

  it('and keys of another prefix is told so', async () => {
    await grant(LEAST.replace('~migo:*', '~other:*'));
    expect((await (await open()).examine())[0]?.found).toContain('keys');
  });
});

/** A Redis that answers a ping, and cannot hold a session. */
const UNFIT: readonly (readonly [string, command: readonly string[], code: string])[] = [
  ['is a replica', ['REPLICAOF', '127.0.0.1', '1'], 'READONLY'],
  ['has no memory left', ['CONFIG', 'SET', 'maxmemory', '1'], 'OOM'],
];

describe('a gateway on a Redis that', () => {
  let gateway: GatewayProcess;
  const start = async (url = place().url, more: object = {}): Promise<void> => {
    gateway = await GatewayProcess.start({ config: { redis: { url, keyPrefix: PREFIX }, ...more } });
  };
  afterEach(() => gateway.stop());

  const readiness = async (): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`${gateway.adminUrl}/readyz`);
    return { status: answer.status, body: await answer.json() };
  };

  it.each(UNFIT)(
    '%s is not ready, and is again afterwards',
    async (_what, [command = '', ...args], code) => {
      await grant('~* &* +@all');
      await start();
      expect(await readiness()).toMatchObject({ status: 200, body: { checks: { store: 'ok' } } });
      await ask(redis, command, ...args);
      expect(await readiness()).toMatchObject({ status: 503, body: { checks: { store: 'failed' } } });
      expect((await runDoctor({ redis: place() })).text).toContain(code);
      await ask(redis, 'REPLICAOF', 'NO', 'ONE');
      await ask(redis, 'CONFIG', 'SET', 'maxmemory', '0');
      await eventually(async () => (await readiness()).status === 200);
    },
    RUN_MS,
  );

  it.each([
    ['evicts keys', '~* &* +@all', ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru'], 'noeviction'],
    ['lets its user hear of no changes', without('+subscribe'), ['PING'], '+subscribe'],
    ['gives its user no channels', LEAST.replace('&migo:changes', 'resetchannels'), ['PING'], '&migo:changes'],
  ])(
    '%s serves, degraded, and says at start what to do',
    async (_what, rights, [command = '', ...args], remedy) => {
      await grant(rights);
      await ask(redis, command, ...args);
      await start();
      await eventually(async () => {
        expect(await readiness()).toMatchObject({ status: 200, body: { checks: { store: 'degraded' } } });
        expect(JSON.stringify(logOf(gateway))).toContain(remedy);
        return true;
      });
      const { text } = await runDoctor({ redis: place() });
      expect(text).toContain(remedy);
      expect(text + JSON.stringify(logOf(gateway))).not.toContain(PASSWORD);
    },
    RUN_MS,
  );

  it(
    'has no replica that could acknowledge a claim serves, degraded, says so, and is well once one has joined',
    async () => {
      await grant('~* &* +@all');
      await start(place().url, { idempotency: { replicas: 1 } });
      const remedy = 'give it replicas, or set idempotency.replicas to 0';
      expect(await readiness()).toMatchObject({ status: 200, body: { checks: { store: 'degraded' } } });
      expect(JSON.stringify(logOf(gateway))).toContain(remedy);
      expect((await runDoctor({ redis: place(), idempotency: { replicas: 1 } })).text).toContain(remedy);
      const replica = await RedisServer.start(['--save', '', '--replicaof', '127.0.0.1', String(redis.port)]);
      try {
        await eventually(async () => JSON.stringify((await readiness()).body).includes('"store":"ok"'));
      } finally {
        await replica.stop();
      }
    },
    RUN_MS,
  );

  it(
    'has no database of that number stores nothing in another one',
    async () => {
      await grant('~* &* +@all');
      await start(place('/99').url);
      expect(await readiness()).toMatchObject({ status: 503, body: { checks: { store: 'failed' } } });
      expect(await ask(redis, 'DBSIZE')).toBe(0);
      const { text } = await runDoctor({ redis: place('/99') });
      expect(text).toContain('/0 is the first');
    },
    RUN_MS,
  );
});
