import { Redis } from 'ioredis';
import type { RedisServer } from './redis-server.js';

/** One command to one server, past every store. */
export async function ask({ port }: RedisServer, command: string, ...args: (string | number)[]): Promise<unknown> {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    retryStrategy: () => null,
    enableReadyCheck: false,
    commandTimeout: 10_000,
  });
  redis.on('error', () => undefined);
  try {
    return await redis.call(command, ...args);
  } finally {
    redis.disconnect();
  }
}
