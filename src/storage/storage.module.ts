import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { RedisSettings } from '../config/sections/redis.settings.js';
import { Settings } from '../config/settings.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { ReadinessChecks } from '../observability/readiness.js';
import type { Acknowledgement } from './claims/redis.claims.js';
import { KeyValueStore } from './key-value-store.js';
import { MemoryStore } from './memory.store.js';
import { RecordCipher } from './record-cipher.js';
import { RecordsFactory } from './records.factory.js';
import type { RedisStore } from './redis/redis.store.js';
import { StoreHealth } from './store-health.js';

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
  const health = new StoreHealth(settings, acknowledgement, logger);
  readiness.add('store', () => health.check());
  await health.store.waitUntilReady(FIRST_CONNECTION_MS);
  return health.store;
}
