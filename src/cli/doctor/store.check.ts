import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLS_FAULTS, type TlsFault } from '../../common/tls/faults.js';
import type { Settings } from '../../config/settings.js';
import { StoreUnavailableError } from '../../storage/key-value-store.js';
import { tlsSettingsOf } from '../../storage/redis/connection.js';
import { diagnosis, isReply, type StoreFault } from '../../storage/redis/diagnosis.js';
import { protocolFaultOf } from '../../storage/redis/protocol.js';
import { RedisStore } from '../../storage/redis/redis.store.js';
import { failed, type Finding, ok, skipped, warning } from './finding.js';

const CONNECT_MS = 2000;
const AGAIN_MS = 50;
const KEY_TTL_MS = 10_000;
/** Milliseconds: each command of a request waits that long, and at 200 the gateway gives up. */
const SLOW_MS = 50;

/** Redis as the gateway uses it: reachable, and one key of ours can be written, read and deleted. */
export async function checkStore({
  redis,
  idempotency: { replicas, replicasMs: ms },
}: Pick<Settings, 'redis' | 'idempotency'>): Promise<Finding> {
  if (redis === undefined)
    return skipped('not set (REDIS_URL): sessions live in one process, so only one replica works');
  let connectionError: unknown;
  let tlsFault: TlsFault | undefined;
  const events = {
    onConnected: (): void => {
      connectionError = undefined;
    },
    onDisconnected: (error: Error): void => {
      // The first is the cause: what follows comes of it.
      connectionError ??= error;
    },
    onTlsFault: (fault: TlsFault): void => {
      tlsFault ??= fault;
    },
  };
  const store = new RedisStore(redis, events, { replicas, ms });
  try {
    const [fault, ...more] = await examine(store);
    if (fault !== undefined)
      return failed(
        [fault, ...more].map(({ found }) => found).join('; '),
        [fault, ...more].map(({ remedy }) => remedy).join('; '),
      );
    const ms = await useStore(store);
    const found = `answers in ${ms} ms; a key was written, read and deleted`;
    return ms > SLOW_MS ? warning(found, 'run Redis nearer to the gateway: each request may wait for it') : ok(found);
  } catch (error) {
    tlsFault ??= await protocolFaultOf(redis);
    if (tlsFault !== undefined) {
      const { found, remedy } = TLS_FAULTS[tlsFault];
      return failed(`${found} (${tlsFault})`, remedy(tlsSettingsOf(redis)));
    }
    const cause = error instanceof StoreUnavailableError ? error.cause : error;
    // What Redis says now tells more than that it was away.
    const { found, remedy } = diagnosis(isReply(cause) ? cause : (connectionError ?? cause), redis);
    return failed(found, remedy);
  } finally {
    await store.close();
  }
}

/** Once it is connected, and again where a connection breaks meanwhile: nodes of a Cluster come one by one. */
async function examine(store: RedisStore): Promise<StoreFault[]> {
  const until = performance.now() + CONNECT_MS;
  await store.waitUntilReady(CONNECT_MS);
  for (;;) {
    try {
      return await store.examine();
    } catch (error) {
      const cause = error instanceof StoreUnavailableError ? error.cause : error;
      if (isReply(cause) || performance.now() > until) throw error;
      await sleep(AGAIN_MS);
    }
  }
}

/** @returns milliseconds of one command */
async function useStore(store: RedisStore): Promise<number> {
  const startedAt = performance.now();
  await store.probe();
  const ms = Math.ceil(performance.now() - startedAt);
  const key = `doctor:${randomUUID()}`;
  const written = await store.compareAndSet(key, 0, { version: 1, value: 'doctor', ttlMs: KEY_TTL_MS });
  const read = await store.getAndExtend(key, KEY_TTL_MS);
  await store.delete([key]);
  if (!written || read === null) throw new Error('what was written could not be read');
  return ms;
}
