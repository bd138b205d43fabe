import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisNodeSettings, RedisSettings } from '../config/sections/redis.settings.js';
import { SentinelTlsConnector, tlsOf } from './redis.tls.js';

/** Longest time, in milliseconds, for each step on the way to a connection: a node may accept it and then be silent. */
const CONNECT_MS = 1000;
/** Sentinels and nodes that know where the primary is are asked one after another: none may hold that up. */
const DIRECTIONS_MS = 250;
/** Longest time, in milliseconds, that a command waits on a connection before that connection is given up. */
const SILENCE_MS = 2000;
/** How often a Cluster is asked which node holds what, in milliseconds: a failover is noticed by nobody else. */
const SLOTS_MS = 1000;
/** A command that moved is sent on; more often than that, the nodes disagree. */
const MAX_REDIRECTIONS = 2;

/** Replies come as they always did. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/** What counts is how soon the gateway serves again, not how seldom it asks. */
const retryDelay = (attempt: number): number => Math.min(attempt * 50, 500);

const CONNECTION = {
  connectTimeout: CONNECT_MS,
  // A peer that vanished without a word: give the connection up, and make a new one.
  socketTimeout: SILENCE_MS,
  disconnectTimeout: DIRECTIONS_MS,
  // A command that waited out an outage, or is sent twice, does harm when it arrives: it fails at once instead.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
} satisfies Options;

/** Callers do not wait that long (`redis.circuit.ts`); this is for the commands with which ioredis makes a connection ready. */
const COMMANDS = { ...CONNECTION, commandTimeout: CONNECT_MS } satisfies Options;

/** Subscribes anew at each connection (`keepSubscribed`): ioredis would do so, too, but nobody could catch that it failed. */
const SUBSCRIBER = { ...CONNECTION, retryStrategy: retryDelay, autoResubscribe: false } satisfies Options;

export interface RedisConnections {
  /** Every command touches one key, so any of them also runs on a Cluster. */
  commands: Redis | Cluster;
  /** Another like it, where replicas are waited for: nothing else may stand behind a `WAIT`. */
  acknowledged: Redis | Cluster | undefined;
  /** Of a Cluster: a connection to any of its nodes, as each passes on what is published at the others. */
  subscriber: Redis;
  /** One to each Sentinel, that tells of failovers. */
  watchers: readonly Redis[];
}

/** Opens the connections of a store, to a single Redis, to the primary that Sentinels name, or to a Cluster. */
export function connectRedis(settings: RedisSettings, acknowledges = false): RedisConnections {
  const { url, cluster, keyPrefix } = settings;
  if (cluster !== undefined) return connectCluster(cluster, settings, acknowledges);
  const place = url === undefined ? sentinelOptions(settings) : tlsOf(settings);
  const commands: Options = {
    ...COMMANDS,
    ...place,
    keyPrefix: `${keyPrefix}:`,
    retryStrategy: retryDelay,
    // What was the primary is a replica now: connect anew, to the new one.
    reconnectOnError: (error) => error.message.includes('READONLY'),
  };
  const subscriber: Options = { ...SUBSCRIBER, ...place };
  const open = (options: Options): Redis => (url === undefined ? new Redis(options) : new Redis(url, options));
  const primary = open(commands);
  const acknowledged = acknowledges ? open(commands) : undefined;
  const listener = open(subscriber);
  const toPrimary = [primary, listener, ...(acknowledged === undefined ? [] : [acknowledged])];
  const watchers = url === undefined ? watchFailovers(settings, toPrimary) : [];
  return { commands: primary, acknowledged, subscriber: listener, watchers };
}

/**
 * A primary that was paused, or cut off from the Sentinels, goes on as if nothing had happened, for as long as it takes them
 * to make a replica of it. What it is told in that time is lost, so leave it as soon as there is another.
 */
function watchFailovers(settings: RedisSettings, connections: readonly Redis[]): Redis[] {
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

/** A connection that breaks before it is subscribed is followed by another one, which subscribes again. */
export function keepSubscribed(listener: Redis, channel: string): void {
  listener.on('ready', () => {
    listener.subscribe(channel).catch(() => undefined);
  });
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

function sentinelOptions(settings: RedisSettings): Options {
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

function connectCluster(
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
    // It would fail for ever where nodes announce other names than the settings have: it asks one that is given up for theirs.
    enableReadyCheck: false,
    maxRedirections: MAX_REDIRECTIONS,
    // ioredis would send a command again that was under way when its connection broke.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    slotsRefreshInterval: SLOTS_MS,
    // It makes a connection each time, which takes longer where there is a handshake.
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

function loginOptions(settings: RedisSettings): Options {
  const { username, password } = settings;
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...tlsOf(settings),
  };
}
