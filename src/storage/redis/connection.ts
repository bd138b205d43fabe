import { type Cluster, Redis } from 'ioredis';
import type { RedisSettings } from '../../config/sections/redis.settings.js';
import { connectCluster } from './cluster.js';
import { COMMANDS, type Options, type RedisConnections, retryDelay, SUBSCRIBER } from './connection-options.js';
import { sentinelOptions, watchFailovers } from './sentinels.js';
import { tlsOf } from './tls.js';

/** Milliseconds after which another replica is another failover. */
const REPLICA_MS = 10_000;

/** Opens the connections of a store, to a single Redis, to the primary that Sentinels name, or to a Cluster. */
export function connectRedis(settings: RedisSettings, acknowledges = false): RedisConnections {
  const { url, cluster, keyPrefix } = settings;
  if (cluster !== undefined) return connectCluster(cluster, settings, acknowledges);
  const place = url === undefined ? sentinelOptions(settings) : tlsOf(settings);
  const commands = (): Options => ({ ...COMMANDS, ...place, keyPrefix: `${keyPrefix}:`, ...leaveReplicas() });
  const subscriber: Options = { ...SUBSCRIBER, ...place };
  const open = (options: Options): Redis => (url === undefined ? new Redis(options) : new Redis(url, options));
  const primary = open(commands());
  const acknowledged = acknowledges ? open(commands()) : undefined;
  const listener = open(subscriber);
  const toPrimary = [primary, listener, ...(acknowledged === undefined ? [] : [acknowledged])];
  const watchers = url === undefined ? watchFailovers(settings, toPrimary) : [];
  return { commands: primary, acknowledged, subscriber: listener, watchers };
}

/**
 * What was the primary is a replica now: connect anew, to the new one. ioredis counts attempts from 1 at each connection that
 * is made; where the same replica answers each time, the pause must grow all the same.
 */
function leaveReplicas(): Pick<Options, 'retryStrategy' | 'reconnectOnError'> {
  let isReplica = false;
  let inRow = 0;
  let last = -Infinity;
  return {
    reconnectOnError: (error) => {
      const found = error.message.includes('READONLY');
      isReplica ||= found;
      return found;
    },
    retryStrategy: (attempt) => {
      const now = performance.now();
      if (now - last > REPLICA_MS) inRow = 0;
      if (isReplica) {
        inRow += 1;
        last = now;
      }
      isReplica = false;
      return retryDelay(Math.max(attempt, inRow));
    },
  };
}

/** Whether Redis has refused the number of the database that the URL ends in, or the right to choose one. */
export function isWrongDatabase(error: Error): boolean {
  return 'command' in error && (error.command as { name?: unknown }).name === 'select';
}

/** Where an operator says how Redis is reached. */
export function tlsSettingsOf({ sentinels, cluster }: RedisSettings): { address: string; tls: string } {
  const address = sentinels === undefined ? (cluster === undefined ? 'redis.url' : 'redis.cluster') : 'redis.sentinels';
  return { address, tls: 'redis.tls' };
}

/** Whether commands can be sent: to every node, where there are several. */
export function isReady(commands: Redis | Cluster): boolean {
  if (commands.status !== 'ready') return false;
  return commands instanceof Redis || commands.nodes('master').every(({ status }) => status === 'ready');
}

/** What the last node of a Cluster said, where ioredis only says that it has tried them all. */
export function reasonOf(error: Error): Error {
  return 'lastNodeError' in error && error.lastNodeError instanceof Error ? error.lastNodeError : error;
}
