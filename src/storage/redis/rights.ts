import type { Cluster, Redis } from 'ioredis';

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

/** Rights that no trial of its own shows: they belong to the connection that listens, and to how a Cluster is found. */
const LISTENING = ['subscribe'];
const OF_CLUSTER = ['cluster|slots'];

/** What Redis does not let this user do: commands, `keys` and `channels` as ACL names them. */
export interface MissingRights {
  missing: readonly string[];
  /** The rights that the gateway needs, as `ACL SETUSER <user>` takes them. */
  rights: string;
}

/** Tries each right. Undefined where none is missing; fails where Redis refuses for another reason, such as a full memory. */
export async function missingRights(
  commands: Redis | Cluster,
  { id, keyPrefix, isCluster }: { id: string; keyPrefix: string; isCluster: boolean },
): Promise<MissingRights | undefined> {
  const channel = `${keyPrefix}:changes`;
  const tried = trials(id, channel);
  const missing = new Set<string>();
  for (const [name, ...args] of tried) {
    try {
      await commands.call(name, ...args);
    } catch (error) {
      if (!isRefusedRight(error)) throw error;
      missing.add(missingOf(error, name));
    }
  }
  if (missing.size === 0) return undefined;
  const names = [...new Set(tried.map(([name]) => name)), ...LISTENING, ...(isCluster ? OF_CLUSTER : [])];
  const rights = [`~${keyPrefix}:*`, `&${channel}`, '-@all', ...names.map((name) => `+${name}`)].join(' ');
  return { missing: [...missing], rights };
}

function isRefusedRight(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith('NOPERM');
}

/** Redis says "... access a channel", "... access a key" or names the command. */
function missingOf({ message }: Error, command: string): string {
  if (/\bchannel/.test(message)) return 'channels';
  if (/\bkey/.test(message)) return 'keys';
  return command;
}
