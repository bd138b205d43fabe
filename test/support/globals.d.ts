import type { RedisServer } from './redis-server.ts';

declare global {
  var __sharedRedis: RedisServer | undefined;
}
