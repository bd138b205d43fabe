import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TLS_FAULTS, type TlsFault } from '../common/tls/faults.js';
import type { RedisSettings } from '../config/sections/redis.settings.js';
import { Settings } from '../config/settings.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { Degraded, NotReady, ReadinessChecks } from '../observability/readiness.js';
import type { Acknowledgement } from './claims/redis.claims.js';
import { KeyValueStore } from './key-value-store.js';
import { MemoryStore } from './memory.store.js';
import { RecordCipher } from './record-cipher.js';
import { RecordsFactory } from './records.factory.js';
import type { StoreFault } from './redis/examination.js';
import { tlsSettingsOf } from './redis/connection.js';
import { RedisStore } from './redis/redis.store.js';

const FIRST_CONNECTION_MS = 2000;

@Global()
@Module({
  providers: [
    {
      provide: KeyValueStore,
      inject: [Settings, Loggers, ReadinessChecks],
      useFactory: async (settings: Settings, loggers: Loggers, readiness: ReadinessChecks): Promise<KeyValueStore> => {
        const logger = loggers.of(StorageModule.name);
        const { redis } = settings;
        if (redis !== undefined) {
          const { replicas, replicasMs: ms } = settings.idempotency;
          return openRedis(redis, { replicas, ms }, { logger, readiness });
        }
        logger.warn({}, 'no REDIS_URL: sessions live in this process only, so this gateway must be the only replica');
        return new MemoryStore();
      },
    },
    RecordCipher,
    RecordsFactory,
  ],
  exports: [KeyValueStore, RecordCipher, RecordsFactory],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(@Inject(KeyValueStore) private readonly store: KeyValueStore) {}

  onApplicationShutdown(): Promise<void> {
    return this.store.close();
  }
}

interface Tellers {
  logger: ContextLogger;
  readiness: ReadinessChecks;
}

async function openRedis(
  settings: RedisSettings,
  acknowledgement: Acknowledgement,
  { logger, readiness }: Tellers,
): Promise<RedisStore> {
  let connected = true;
  let tlsFault: TlsFault | undefined;
  let faults: readonly StoreFault[] = [];
  const events = {
    onConnected: (): void => {
      connected = true;
      tlsFault = undefined;
      logger.info({}, 'connected to Redis');
      void examine();
    },
    onDisconnected: (error: Error): void => {
      if (connected) logger.error({ err: error }, 'Redis is away');
      connected = false;
    },
    onTlsFault: (fault: TlsFault): void => {
      const { found, remedy } = TLS_FAULTS[fault];
      if (fault !== tlsFault) logger.error({ remedy: remedy(tlsSettingsOf(settings)) }, `Redis: ${found}`);
      tlsFault = fault;
    },
  };
  const store = new RedisStore(settings, events, acknowledgement);
  /** At each connection: after a failover it is another server, with users and policies of its own. */
  const examine = async (): Promise<void> => {
    try {
      faults = await store.examine();
    } catch (error) {
      logger.error({ err: error }, 'Redis does not take what a session needs');
    }
    for (const { found, remedy } of faults) logger.error({ remedy }, `Redis: ${found}`);
  };
  readiness.add('store', async () => {
    await store.probe().catch((cause: unknown) => {
      throw tlsFault === undefined ? cause : new NotReady(TLS_FAULTS[tlsFault].found, { cause });
    });
    tlsFault = undefined;
    // What was wrong may be mended by now: a replica has joined, a policy was set.
    if (faults.length > 0) faults = await store.examine().catch(() => faults);
    return faults.length === 0 ? 'ok' : new Degraded(faults.map(({ found }) => found).join('; '));
  });
  await store.waitUntilReady(FIRST_CONNECTION_MS);
  return store;
}
