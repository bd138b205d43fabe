import { randomUUID } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import type { RedisSettings } from '../../config/sections/redis.settings.js';
import { type Acknowledgement, RedisClaims } from '../claims/redis.claims.js';
import { RedisGenerations } from '../generations/redis.generations.js';
import {
  type Count,
  encodeVersioned,
  KeyValueStore,
  type QuotaGrant,
  type QuotaRequest,
  StoreUnavailableError,
  type VersionedValue,
} from '../key-value-store.js';
import { RedisCircuits } from './circuits.js';
import { RedisClock } from './clock.js';
import { type RedisStoreEvents, tell } from './connection-events.js';
import { connectRedis, isReady } from './connection.js';
import type { StoreFault } from './diagnosis.js';
import { examine } from './examination.js';
import { countKey, indexKey, isOne, leaseKey, readCounts } from './keys-and-replies.js';
import { seldomProtocolFaultOf } from './protocol.js';
import { type UsedRights, usedRights } from './rights.js';
import { SCRIPTS } from './scripts.js';
import { keepSubscribed } from './subscription.js';

/** How often connections that only listen are asked whether they are still there, in milliseconds. */
const LISTENER_PING_MS = 2000;
/** Milliseconds that what a probe has written lives at most. */
const PROBE_MS = 10_000;

const UNACKNOWLEDGED: Acknowledgement = { replicas: 0, ms: 0 };

export class RedisStore extends KeyValueStore {
  readonly claims: RedisClaims;
  readonly generations: RedisGenerations;
  private readonly id = randomUUID();
  private readonly used: UsedRights;
  private readonly commands: Redis | Cluster;
  private readonly subscriber: Redis;
  private readonly circuits: RedisCircuits;
  private readonly clock: RedisClock;
  private readonly channel: string;
  private readonly listeners: readonly Redis[];
  private readonly listenerPing: NodeJS.Timeout;
  /** Every connection for commands. */
  private readonly connections: readonly (Redis | Cluster)[];

  constructor(
    settings: RedisSettings,
    private readonly events: RedisStoreEvents,
    private readonly acknowledgement = UNACKNOWLEDGED,
  ) {
    super();
    this.used = usedRights(settings);
    const keyPrefix = `${settings.keyPrefix}:`;
    this.channel = `${keyPrefix}changes`;
    const { commands, acknowledged, subscriber, watchers } = connectRedis(settings, acknowledgement.replicas > 0);
    this.commands = commands;
    this.connections = acknowledged === undefined ? [commands] : [commands, acknowledged];
    this.clock = new RedisClock(commands);
    this.subscriber = subscriber;
    this.circuits = new RedisCircuits(commands, keyPrefix);
    this.generations = new RedisGenerations(commands, this.circuits);
    this.claims = new RedisClaims({
      redis: acknowledged ?? commands,
      keyPrefix,
      circuits: acknowledged === undefined ? this.circuits : new RedisCircuits(acknowledged, keyPrefix),
      acknowledgement,
    });
    this.listeners = [subscriber, ...watchers];
    tell(events, { commands, acknowledged, listeners: this.listeners, protocolFault: seldomProtocolFaultOf(settings) });
    keepSubscribed(this.subscriber, this.channel, events.onUnheard);
    this.listenerPing = setInterval(() => {
      for (const listener of this.listeners) listener.ping().catch(() => undefined);
    }, LISTENER_PING_MS);
  }

  get(key: string): Promise<string | null> {
    return this.run(key, (redis) => redis.get(key));
  }

  getAndExtend(key: string, ttlMs: number): Promise<string | null> {
    return this.run(key, (redis) => redis.getex(key, 'PX', ttlMs));
  }

  async compareAndSet(key: string, expected: number, record: VersionedValue): Promise<boolean> {
    return isOne(await this.script('compareAndSet', key, [expected, encodeVersioned(record), record.ttlMs]));
  }

  async delete(keys: readonly string[]): Promise<void> {
    // One command a key: keys of one call may live in different slots of a Cluster.
    await Promise.all(keys.map((key) => this.run(key, (redis) => redis.del(key))));
  }

  async timeLeft(key: string): Promise<number> {
    return Math.max(0, await this.run(key, (redis) => redis.pttl(key)));
  }

  async addToIndex(key: string, member: string, ttlMs: number): Promise<void> {
    await this.script('addToIndex', indexKey(key), [member, Math.ceil(ttlMs)]);
  }

  async listIndex(key: string, limit: number): Promise<string[]> {
    const members = await this.script('listIndex', indexKey(key), [limit]);
    return Array.isArray(members) ? members.map(String) : [];
  }

  async removeFromIndex(key: string, member: string): Promise<void> {
    await this.run(indexKey(key), (redis) => redis.zrem(indexKey(key), member));
  }

  async acquireLease(key: string, owner: string, ttlMs: number): Promise<boolean> {
    const lease = leaseKey(key);
    return (await this.run(lease, (redis) => redis.set(lease, owner, 'PX', ttlMs, 'NX'))) === 'OK';
  }

  async renewLease(key: string, owner: string, ttlMs: number): Promise<boolean> {
    return isOne(await this.script('renewLease', leaseKey(key), [owner, ttlMs]));
  }

  async releaseLease(key: string, owner: string): Promise<void> {
    await this.script('releaseLease', leaseKey(key), [owner]);
  }

  async count(key: string, windowMs: number): Promise<Count> {
    return readCounts(await this.script('count', countKey(key), [windowMs]));
  }

  async readCount(key: string): Promise<Count> {
    return readCounts(await this.script('readCount', countKey(key), []));
  }

  async resetCount(key: string): Promise<void> {
    await this.run(countKey(key), (redis) => redis.del(countKey(key)));
  }

  async leaseQuota(key: string, { most, limit, windowMs }: QuotaRequest): Promise<QuotaGrant> {
    return readCounts(await this.script('leaseQuota', countKey(key), [most, limit, windowMs]));
  }

  async publishChange(key: string): Promise<void> {
    await this.run(undefined, (redis) => redis.publish(this.channel, key));
  }

  onChange(listener: (key: string) => void): void {
    this.subscriber.on('message', (_channel, key) => {
      listener(key);
    });
  }

  async probe(): Promise<void> {
    await this.script('writeAndDelete', `probe:${this.id}`, [PROBE_MS]);
  }

  /**
   * What is wrong with a Redis that answers: rights that its user lacks, keys that it evicts, replicas that are not there.
   *
   * @throws StoreUnavailableError
   */
  async examine(): Promise<StoreFault[]> {
    const { id, used, subscriber: listener } = this;
    const { replicas } = this.acknowledgement;
    try {
      return await examine(this.commands, { ...used, id, listener, replicas });
    } catch (error) {
      throw new StoreUnavailableError(error);
    }
  }

  /** Waits for the first connections, at most `ms`; without it the gateway still starts, not ready. */
  async waitUntilReady(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (![...this.connections, this.subscriber].every(isReady) && performance.now() < until)
      await new Promise((wake) => setTimeout(wake, 10));
    await this.clock.look();
  }

  close(): Promise<void> {
    this.events.onClosed?.();
    clearInterval(this.listenerPing);
    for (const listener of this.listeners) listener.disconnect();
    this.clock.stop();
    for (const connection of this.connections) connection.disconnect();
    return Promise.resolve();
  }

  private script(name: keyof typeof SCRIPTS, key: string, args: readonly (string | number)[]): Promise<unknown> {
    return this.run(key, (redis) => redis.eval(SCRIPTS[name], 1, key, ...args));
  }

  /** `key` is the one that the command is about. */
  private async run<T>(key: string | undefined, command: (redis: Redis | Cluster) => Promise<T>): Promise<T> {
    try {
      return await this.circuits.of(key).run(() => command(this.commands));
    } catch (error) {
      throw new StoreUnavailableError(error);
    }
  }
}
