import './log-directory.ts';
import { RedisServer } from './redis-server.ts';

/** Runs once before all suites: a real Redis for those that do not break it, and an empty folder for what gateways log. */
export default async function globalSetup(): Promise<void> {
  if (process.env['REDIS_TEST_URL'] !== undefined) return;
  const redis = await RedisServer.start();
  process.env['REDIS_TEST_URL'] = redis.url;
  globalThis.__sharedRedis = redis;
}
