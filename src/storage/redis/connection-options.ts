import type { Cluster, Redis, RedisOptions } from 'ioredis';
import type { RedisSettings } from '../../config/sections/redis.settings.js';
import { tlsOf } from './tls.js';

/** Longest time, in milliseconds, for each step on the way to a connection: a node may accept it and then be silent. */
export const CONNECT_MS = 1000;
/** Sentinels and nodes that know where the primary is are asked one after another: none may hold that up. */
export const DIRECTIONS_MS = 250;
/** Longest time, in milliseconds, that a command waits on a connection before that connection is given up. */
const SILENCE_MS = 2000;

/** Replies come as they always did. */
export type Options = Omit<RedisOptions, 'replyMapping'>;

/** What counts is how soon the gateway serves again, not how seldom it asks. */
export const retryDelay = (attempt: number): number => Math.min(attempt * 50, 500);

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

/** Callers do not wait that long (`circuit.ts`); this is for the commands with which ioredis makes a connection ready. */
export const COMMANDS = { ...CONNECTION, commandTimeout: CONNECT_MS } satisfies Options;

/** Subscribes anew at each connection (`keepSubscribed`): ioredis would do so, too, but nobody could catch that it failed. */
export const SUBSCRIBER = { ...CONNECTION, retryStrategy: retryDelay, autoResubscribe: false } satisfies Options;

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

/** The user, and TLS, as every node wants them. */
export function loginOptions(settings: RedisSettings): Options {
  const { username, password } = settings;
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...tlsOf(settings),
  };
}
