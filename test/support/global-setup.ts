import './log-directory.ts';
import { findRedisProgram } from './redis-program.ts';
import { RedisServer } from './redis-server.ts';

/**
 * Runs once before all suites: a program for those that break Redis servers of their own, a real Redis for the others, and
 * an empty folder for what gateways log. Jest's workers inherit the variables.
 */
export default async function globalSetup(): Promise<void> {
  const program = findRedisProgram();
  if (program !== undefined) process.env['REDIS_TEST_PROGRAM'] = program;
  if (process.env['REDIS_TEST_URL'] !== undefined) return;
  const redis = await RedisServer.start();
  process.env['REDIS_TEST_URL'] = redis.url;
  globalThis.__sharedRedis = redis;
}
