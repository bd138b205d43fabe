import type { Cluster, Redis } from 'ioredis';
import type { RedisSettings } from '../../config/sections/redis.settings.js';

type Command = readonly [name: string, ...args: (string | number)[]];

/** Milliseconds that what a trial leaves behind lives, where it could not be deleted. */
const TRIAL_MS = 10_000;

/** What every right is tried with: harmless, on keys that are nobody's. A message without text is no change. */
function trials(id: string, channel: string): readonly Command[] {
  const [value, count, index, hash] = [`trial:${id}`, `trial:count:${id}`, `trial:index:${id}`, `trial:hash:${id}`];
  return [
    ['ping'],
    ['time'],
    ['info', 'memory'],
    ['set', value, 1, 'PX', TRIAL_MS],
    ['get', value],
    ['getex', value],
    ['pttl', value],
    ['incr', count],
    ['incrby', count, 1],
    ['pexpire', count, TRIAL_MS],
    ['zadd', index, 1, 'one'],
    ['zrem', index, 'two'],
    ['zrevrangebyscore', index, '+inf', '-inf', 'LIMIT', 0, 1],
    ['zremrangebyscore', index, '-inf', '+inf'],
    ['hset', hash, 'one', 1],
    ['hget', hash, 'one'],
    ['hmget', hash, 'one'],
    ['hgetall', hash],
    ['hdel', hash, 'one'],
    ['wait', 0, 1],
    ['eval', 'return 1', 1, value],
    ['publish', channel, ''],
    ['del', value],
    ['del', count],
  ];
}

/** A right that is tried on the connection that listens: there it changes nothing. */
const LISTENING = 'subscribe';
/** Rights without which there is no connection to try anything on. */
const OF_CLUSTER = 'cluster|slots';
const OF_DATABASE = 'select';

export type Listener = Pick<Redis, 'subscribe'>;

/** On what it depends which rights are needed. */
export interface UsedRights {
  keyPrefix: string;
  isCluster: boolean;
  /** Whether the URL ends in the number of a database that is not the first. */
  hasDatabase: boolean;
}

export function usedRights({ url, keyPrefix, cluster }: RedisSettings): UsedRights {
  const hasDatabase = url !== undefined && /^\/0*[1-9]/.test(new URL(url).pathname);
  return { keyPrefix, isCluster: cluster !== undefined, hasDatabase };
}

/** As `ACL SETUSER <user>` takes them. */
export function rightsOf({ keyPrefix, isCluster, hasDatabase }: UsedRights): string {
  const names = [
    ...new Set(trials('', '').map(([name]) => name)),
    LISTENING,
    ...(isCluster ? [OF_CLUSTER] : []),
    ...(hasDatabase ? [OF_DATABASE] : []),
  ];
  return [`~${keyPrefix}:*`, `&${channelOf(keyPrefix)}`, '-@all', ...names.map((name) => `+${name}`)].join(' ');
}

/** What Redis does not let this user do: commands, `keys` and `channels` as ACL names them. */
export interface MissingRights {
  missing: readonly string[];
  /** The rights that the gateway needs, as `ACL SETUSER <user>` takes them. */
  rights: string;
}

/** Tries each right. Undefined where none is missing; fails where Redis refuses for another reason, such as a full memory. */
export async function missingRights(
  commands: Redis | Cluster,
  { id, listener, ...used }: UsedRights & { id: string; listener: Listener },
): Promise<MissingRights | undefined> {
  const channel = channelOf(used.keyPrefix);
  const missing = new Set<string>();
  const attempt = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      if (!isRefusedRight(error)) throw error;
      missing.add(missingOf(error, name));
    }
  };
  for (const [name, ...args] of trials(id, channel)) await attempt(name, () => commands.call(name, ...args));
  await attempt(LISTENING, () => listener.subscribe(channel));
  return missing.size === 0 ? undefined : { missing: [...missing], rights: rightsOf(used) };
}

export function isRefusedRight(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith('NOPERM');
}

/** Redis says "... access a channel", "... access a key" or names the command, as in "... run the 'cluster|slots' command". */
export function missingOf({ message }: Error, command?: string): string {
  if (/\bchannel/.test(message)) return 'channels';
  if (/\bkey/.test(message)) return 'keys';
  return command ?? /'([a-z|]{1,32})' command/.exec(message)?.[1] ?? 'a command';
}

function channelOf(keyPrefix: string): string {
  return `${keyPrefix}:changes`;
}
