import { randomUUID } from 'node:crypto';
import type { RedisSettings } from '../../src/config/sections/redis.settings.js';
import { RedisStore } from '../../src/storage/redis/redis.store.js';

const READY_MS = 10_000;

export const IGNORE_EVENTS = {
  onConnected: (): void => undefined,
  onDisconnected: (): void => undefined,
};

export function redisUrl(): string {
  const url = process.env['REDIS_TEST_URL'];
  if (url === undefined) throw new Error('global setup gives REDIS_TEST_URL');
  return url;
}

/** Tests share a Redis server; with a prefix of their own they do not meet. */
export function newPrefix(): string {
  return `test-${randomUUID()}`.slice(0, 32);
}

export function openRedisStore(keyPrefix = newPrefix(), url = redisUrl()): Promise<RedisStore> {
  return openStoreAt({ url }, keyPrefix);
}

export async function openStoreAt(
  place: Omit<RedisSettings, 'keyPrefix'>,
  keyPrefix = newPrefix(),
  acknowledgement = { replicas: 0, ms: 0 },
): Promise<RedisStore> {
  const store = new RedisStore({ ...place, keyPrefix }, IGNORE_EVENTS, acknowledgement);
  await store.waitUntilReady(READY_MS);
  return store;
}
