import { Cluster, Redis } from 'ioredis';
import type { RedisNodeSettings, RedisSettings } from '../../config/sections/redis.settings.js';
import {
  COMMANDS,
  CONNECT_MS,
  DIRECTIONS_MS,
  loginOptions,
  type Options,
  type RedisConnections,
  retryDelay,
  SUBSCRIBER,
} from './connection-options.js';

/** How often a Cluster is asked which node holds what, in milliseconds: a failover is noticed by nobody else. */
const SLOTS_MS = 1000;
/** A command that moved is sent on; more often than that, the nodes disagree. */
const MAX_REDIRECTIONS = 2;

export function connectCluster(
  nodes: readonly RedisNodeSettings[],
  settings: RedisSettings,
  acknowledges: boolean,
): RedisConnections {
  const login = loginOptions(settings);
  const acknowledged = acknowledges ? openCluster(nodes, settings) : undefined;
  return {
    commands: openCluster(nodes, settings),
    acknowledged,
    subscriber: subscriberOf(nodes, login),
    watchers: [],
  };
}

function openCluster(nodes: readonly RedisNodeSettings[], settings: RedisSettings): Cluster {
  const commands = new Cluster([...nodes], {
    keyPrefix: `${settings.keyPrefix}:`,
    redisOptions: { ...COMMANDS, ...loginOptions(settings) },
    enableOfflineQueue: false,
    // The ready check would fail for ever where nodes announce other names than the settings have: it asks one that is given up for theirs.
    enableReadyCheck: false,
    maxRedirections: MAX_REDIRECTIONS,
    // ioredis would send a command again that was under way when its connection broke.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    slotsRefreshInterval: SLOTS_MS,
    // A refresh of the slots makes a connection each time, which takes longer where there is a handshake.
    slotsRefreshTimeout: settings.tls === undefined ? DIRECTIONS_MS : CONNECT_MS,
    clusterRetryStrategy: retryDelay,
    // Certificates are checked against names, so they are not replaced by addresses.
    dnsLookup: (host, callback) => {
      callback(null, host);
    },
  });
  // The connection to a node has a queue that cannot be switched off, and is used until it is made: make it at once.
  commands.on('+node', (node: Redis) => {
    if (node.options.readOnly !== true) node.connect().catch(() => undefined);
  });
  return commands;
}

/** Takes the next node each time, so that it leaves one that is gone. */
function subscriberOf(nodes: readonly RedisNodeSettings[], login: Options): Redis {
  let turn = Math.floor(Math.random() * nodes.length);
  const next = (): Options => {
    turn = (turn + 1) % nodes.length;
    return { ...nodes.map(({ host, port }) => ({ host, port }))[turn] };
  };
  const subscriber: Redis = new Redis({
    ...SUBSCRIBER,
    ...login,
    ...next(),
    retryStrategy: (attempt) => {
      Object.assign(subscriber.options, next());
      return retryDelay(attempt);
    },
  });
  return subscriber;
}
