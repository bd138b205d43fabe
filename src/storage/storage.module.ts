import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { ReadinessChecks } from '../observability/readiness.js';
import { KeyValueStore } from './key-value-store.js';
import { MemoryStore } from './memory.store.js';
import { RecordCipher } from './record-cipher.js';
import { RecordsFactory } from './records.factory.js';
import { RedisStore } from './redis.store.js';
import { SessionKeyReload } from './session-key.reload.js';

const FIRST_CONNECTION_MS = 2000;

@Global()
@Module({
  providers: [
    {
      provide: KeyValueStore,
      inject: [Settings, Loggers, ReadinessChecks],
      useFactory: async (settings: Settings, loggers: Loggers, readiness: ReadinessChecks): Promise<KeyValueStore> => {
        const store = await openStore(settings, loggers.of(StorageModule.name));
        readiness.add('store', () => store.ping());
        return store;
      },
    },
    RecordCipher,
    RecordsFactory,
    SessionKeyReload,
  ],
  exports: [KeyValueStore, RecordsFactory, SessionKeyReload],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(@Inject(KeyValueStore) private readonly store: KeyValueStore) {}

  onApplicationShutdown(): Promise<void> {
    return this.store.close();
  }
}

async function openStore({ redis }: Settings, logger: ContextLogger): Promise<KeyValueStore> {
  if (redis === undefined) {
    logger.warn({}, 'no REDIS_URL: sessions live in this process only, so this gateway must be the only replica');
    return new MemoryStore();
  }
  let connected = true;
  const store = new RedisStore(redis, {
    onConnected: () => {
      connected = true;
      logger.info({}, 'connected to Redis');
    },
    onDisconnected: (error) => {
      if (connected) logger.error({ err: error }, 'Redis is away');
      connected = false;
    },
  });
  await store.waitUntilReady(FIRST_CONNECTION_MS);
  return store;
}
