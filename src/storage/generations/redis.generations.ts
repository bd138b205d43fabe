import { randomUUID } from 'node:crypto';
import { type Cluster, Redis } from 'ioredis';
import { StoreUnavailableError } from '../key-value-store.js';
import type { RedisCircuits } from '../redis/circuits.js';
import { type Announcement, type Generations, REMEMBERED_MS } from './generations.js';

/** A hash: `generation`, and a field for each writer with the end of its life. By the clock of Redis, which is one for all replicas. */
const NOW = `
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

const SCRIPTS = {
  /** KEYS[1]; ARGV: a generation for a thing without one, how long it is remembered in ms. The generation; nothing while somebody writes. */
  read: `${NOW}
    local fields = redis.call('HGETALL', KEYS[1])
    local generation
    for index = 1, #fields, 2 do
      if fields[index] == 'generation' then generation = fields[index + 1]
      elseif tonumber(fields[index + 1]) > now then return false end
    end
    if generation then return generation end
    redis.call('HSET', KEYS[1], 'generation', ARGV[1])
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return ARGV[1]`,

  /** KEYS[1]; ARGV: the new generation, how long it is remembered in ms, writer, its life in ms. */
  begin: `${NOW}
    local fields = redis.call('HGETALL', KEYS[1])
    for index = 1, #fields, 2 do
      if fields[index] ~= 'generation' and tonumber(fields[index + 1]) <= now then
        redis.call('HDEL', KEYS[1], fields[index])
      end
    end
    redis.call('HSET', KEYS[1], 'generation', ARGV[1], ARGV[3], string.format('%d', now + ARGV[4]))
    redis.call('PEXPIRE', KEYS[1], math.max(tonumber(ARGV[2]), tonumber(ARGV[4])))
    return 1`,

  /** KEYS[1]; ARGV: the new generation, how long it is remembered in ms, writer. */
  end: `
    redis.call('HDEL', KEYS[1], ARGV[3])
    redis.call('HSET', KEYS[1], 'generation', ARGV[1])
    if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return 1`,
} as const;

export class RedisGenerations implements Generations {
  /**
   * Connections that were lost. Behind a new one may be a server that a failover has chosen, and that never heard of the last
   * writers: what was kept under the old one holds no more.
   */
  private lost = 0;

  constructor(
    private readonly redis: Redis | Cluster,
    private readonly circuits: RedisCircuits,
  ) {
    const onLost = (): void => {
      this.lost += 1;
    };
    redis.on('close', onLost);
    // Of a Cluster each node has a connection of its own.
    if (!(redis instanceof Redis)) redis.on('+node', (node: Redis) => node.on('close', onLost));
  }

  async read(key: string): Promise<string | undefined> {
    const server = this.serverOf(key);
    const generation = await this.run('read', key, []);
    return typeof generation === 'string' ? `${server}:${generation}` : undefined;
  }

  async begin(key: string, writer: string, lifeMs: number): Promise<Announcement> {
    const server = this.serverOf(key);
    await this.run('begin', key, [writer, Math.ceil(lifeMs)]);
    return { stands: () => this.serverOf(key) === server };
  }

  async end(key: string, writer: string): Promise<void> {
    await this.run('end', key, [writer]);
  }

  /** Another text where it may be another server. */
  private serverOf(key: string): string {
    return `${this.lost}:${this.circuits.addressOf(hashKey(key))}`;
  }

  /** @throws StoreUnavailableError */
  private async run(name: keyof typeof SCRIPTS, key: string, args: readonly (string | number)[]): Promise<unknown> {
    const place = hashKey(key);
    try {
      return await this.circuits
        .of(place)
        .run(() => this.redis.eval(SCRIPTS[name], 1, place, randomUUID(), REMEMBERED_MS, ...args));
    } catch (error) {
      throw new StoreUnavailableError(error);
    }
  }
}

function hashKey(key: string): string {
  return `generation:${key}`;
}
