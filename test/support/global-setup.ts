import { mkdirSync } from 'node:fs';
import { SCRATCH_DIRECTORY } from './log-directory.ts';
import { findRedisProgram } from './redis-program.ts';
import { RedisServer } from './redis-server.ts';

/**
 * Runs once before all suites: a program for those that break Redis servers of their own, a real Redis for the others, and
 * empty folders for what gateways log and tests write. Jest's workers inherit the variables.
 */
export default async function globalSetup(): Promise<void> {
  mkdirSync(SCRATCH_DIRECTORY, { recursive: true });
  process.env['TMPDIR'] = SCRATCH_DIRECTORY;
  const program = findRedisProgram();
  if (program !== undefined) process.env['REDIS_TEST_PROGRAM'] = program;
  if (process.env['REDIS_TEST_URL'] !== undefined) return;
  const redis = await RedisServer.start();
  process.env['REDIS_TEST_URL'] = redis.url;
  globalThis.__sharedRedis = redis;
}
