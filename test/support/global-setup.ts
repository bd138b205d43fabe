import { mkdirSync } from 'node:fs';
import { SCRATCH_DIRECTORY } from './log-directory.ts';
import { findProgram } from './programs/find.ts';
import { redis } from './programs/redis.ts';
import { unpackMissing } from './programs/unpack.ts';
import { PROXY_KINDS } from './proxies/kinds.ts';
import { RedisServer } from './redis-server.ts';

/**
 * Runs once before all suites: programs of the Redis servers and proxies that some start, a real Redis for the others, and
 * empty folders for what gateways log and tests write. Jest's workers inherit the variables.
 */
export default async function globalSetup(): Promise<void> {
  mkdirSync(SCRATCH_DIRECTORY, { recursive: true });
  process.env['TMPDIR'] = SCRATCH_DIRECTORY;
  unpackMissing([redis, ...Object.values(PROXY_KINDS).map(({ program }) => program)]);
  const program = findProgram(redis);
  if (program !== undefined) process.env['REDIS_TEST_PROGRAM'] = program;
  if (process.env['REDIS_TEST_URL'] !== undefined) return;
  const server = await RedisServer.start();
  process.env['REDIS_TEST_URL'] = server.url;
  globalThis.__sharedRedis = server;
}
