import { Redis } from 'ioredis';
import type { RedisSettings } from '../../config/sections/redis.settings.js';
import { DIRECTIONS_MS, loginOptions, type Options, retryDelay, SUBSCRIBER } from './connection-options.js';
import { keepSubscribed } from './subscription.js';
import { SentinelTlsConnector, tlsOf } from './tls.js';

/** To the primary that Sentinels name. */
export function sentinelOptions(settings: RedisSettings): Options {
  const { sentinels, name, sentinelPassword } = settings;
  const { tls } = tlsOf(settings);
  return {
    ...(sentinels !== undefined && { sentinels }),
    ...(name !== undefined && { name }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    ...loginOptions(settings),
    ...(tls !== undefined && { sentinelTLS: tls, enableTLSForSentinelMode: true, Connector: SentinelTlsConnector }),
    sentinelCommandTimeout: DIRECTIONS_MS,
    sentinelRetryStrategy: retryDelay,
  };
}

/**
 * A primary that was paused, or cut off from the Sentinels, goes on as if nothing had happened, for as long as it takes them
 * to make a replica of it. What it is told in that time is lost, so leave it as soon as there is another.
 */
export function watchFailovers(settings: RedisSettings, connections: readonly Redis[]): Redis[] {
  const { sentinels = [], name = '', sentinelPassword } = settings;
  const login = { ...tlsOf(settings), ...(sentinelPassword !== undefined && { password: sentinelPassword }) };
  let last = '';
  return sentinels.map(({ host, port }) => {
    const watcher = new Redis({ ...SUBSCRIBER, ...login, host, port });
    watcher.on('message', (_channel, change: string) => {
      // Each Sentinel tells it.
      if (change === last || !change.startsWith(`${name} `)) return;
      last = change;
      for (const connection of connections) leave(connection);
    });
    keepSubscribed(watcher, '+switch-master');
    return watcher;
  });
}

/**
 * ioredis ends a connection for good that is told to leave while it asks where the primary is. It may have been told the old one,
 * so it leaves as soon as it is there.
 */
function leave(connection: Redis): void {
  if (connection.status !== 'connecting') connection.disconnect(true);
  else
    connection.once('connect', () => {
      connection.disconnect(true);
    });
}
