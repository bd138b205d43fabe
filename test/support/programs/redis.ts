import type { Program } from './program.ts';

/** The first whose nodes of a Cluster have a bus port of their own. Valkey began later. */
const OLDEST = 7;

export const redis: Program = {
  names: ['redis-server', 'valkey-server'],
  packages: ['redis-server', 'redis-tools'],
  version: '--version',
  isGood: (printed) => Number(/v=(\d+)/.exec(printed)?.[1]) >= OLDEST,
  image: ['redis:7', '/usr/local/bin/redis-server'],
};
