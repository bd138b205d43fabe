import { type Cluster, Command, Redis } from 'ioredis';
import { StoreUnavailableError } from '../key-value-store.js';
import type { RedisCircuits } from '../redis/circuits.js';
import { CLAIM_SCRIPTS } from './claim.scripts.js';
import type { ClaimPlace, ClaimRecord, Claims, ClaimState, ClaimStep, NewClaim } from './claims.js';

/** How many replicas of Redis must have a step before it counts, and how long is waited for them, in milliseconds. */
export interface Acknowledgement {
  replicas: number;
  ms: number;
}

export interface ClaimConnection {
  /** One of its own where replicas are waited for: `WAIT` holds up what is behind it. */
  redis: Redis | Cluster;
  keyPrefix: string;
  circuits: RedisCircuits;
  acknowledgement: Acknowledgement;
}

const STATES: readonly string[] = ['claimed', 'sent', 'unknown', 'done'] satisfies ClaimState[];
/** Steps that a failover must not forget: without them a call could be made twice. */
const ACKNOWLEDGED: ReadonlySet<ClaimState | undefined> = new Set<ClaimState>(['claimed', 'sent']);

export class RedisClaims implements Claims {
  constructor(private readonly connection: ClaimConnection) {}

  async claim({ key, route }: ClaimPlace, claim: NewClaim): Promise<ClaimRecord | undefined> {
    const { owner, print, facts, leaseMs, keepMs } = claim;
    const found = await this.run('claim', key, [route, owner, print, facts, leaseMs, keepMs], 'claimed');
    return Array.isArray(found) && found.length > 0 ? recordOf(found) : undefined;
  }

  async move({ key, route }: ClaimPlace, step: ClaimStep): Promise<boolean> {
    const { owner = '', from, to, leaseMs = 0, keepMs, print = '', answer = '' } = step;
    const args = [route, owner, ` ${from.join(' ')} `, to ?? '', leaseMs, keepMs, print, answer];
    // A renewal changes nothing that could be forgotten.
    const moves = from.length === 1 && from[0] === to ? undefined : to;
    return (await this.run('moveClaim', key, args, moves)) === 1;
  }

  async read(key: string): Promise<ReadonlyMap<string, ClaimRecord>> {
    const reply = await this.run('readClaims', key, []);
    const [now, fields] = Array.isArray(reply) ? (reply as unknown[]) : [];
    return claimsOf(Number(now), Array.isArray(fields) ? fields.map(String) : []);
  }

  /** @throws StoreUnavailableError */
  private async run(
    name: keyof typeof CLAIM_SCRIPTS,
    key: string,
    args: readonly (string | number)[],
    moves?: ClaimState,
  ): Promise<unknown> {
    const { circuits, acknowledgement, redis } = this.connection;
    const isAcknowledged = acknowledgement.replicas > 0 && ACKNOWLEDGED.has(moves);
    try {
      return await circuits
        .of(hashKey(key))
        .run(() =>
          isAcknowledged
            ? this.acknowledged(name, key, args)
            : redis.eval(CLAIM_SCRIPTS[name], 1, hashKey(key), ...args),
        );
    } catch (error) {
      throw new StoreUnavailableError(error);
    }
  }

  /** Both on one connection: `WAIT` is about what was written on its own. */
  private async acknowledged(
    name: keyof typeof CLAIM_SCRIPTS,
    key: string,
    args: readonly (string | number)[],
  ): Promise<unknown> {
    const { acknowledgement, keyPrefix, redis } = this.connection;
    const fullKey = `${keyPrefix}${hashKey(key)}`;
    const isNode = redis instanceof Redis;
    const node = isNode ? redis : nodeOf(redis, fullKey);
    const written = node.eval(CLAIM_SCRIPTS[name], 1, isNode ? hashKey(key) : fullKey, ...args);
    const [reply, replicas] = await Promise.all([written, node.wait(acknowledgement.replicas, acknowledgement.ms)]);
    if (replicas < acknowledgement.replicas) throw new Error(`${replicas} replicas of Redis have it`);
    return reply;
  }
}

/** The node that holds the key: `WAIT` has no key by which a Cluster could find it. */
function nodeOf(cluster: Cluster, key: string): Redis {
  const address = cluster.slots[new Command('get', [key]).getSlot()]?.[0];
  const node = cluster.nodes('master').find(({ options: { host, port } }) => `${host}:${port}` === address);
  if (node === undefined) throw new Error('no node holds the slot');
  return node;
}

function hashKey(key: string): string {
  return `claims:${key}`;
}

/** @throws StoreUnavailableError where it is not what the script returns */
function recordOf(found: readonly unknown[]): ClaimRecord {
  const [state, owner, leaseLeftMs, ageMs, print, facts, answer] = found;
  if (!isState(state)) throw new StoreUnavailableError(new Error('no claim'));
  return {
    state,
    owner: String(owner),
    leaseLeftMs: Number(leaseLeftMs),
    ageMs: Number(ageMs),
    print: String(print),
    facts: String(facts),
    answer: typeof answer === 'string' ? answer : undefined,
  };
}

function claimsOf(now: number, fields: readonly string[]): ReadonlyMap<string, ClaimRecord> {
  const byRoute = new Map<string, Map<string, string>>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [field = '', value = ''] = fields.slice(index, index + 2);
    const end = field.lastIndexOf(':');
    const route = field.slice(0, end);
    byRoute.set(route, (byRoute.get(route) ?? new Map<string, string>()).set(field.slice(end + 1), value));
  }
  return new Map([...byRoute].map(([route, claim]) => [route, ofFields(now, claim)]));
}

function ofFields(now: number, claim: ReadonlyMap<string, string>): ClaimRecord {
  const [state, owner, print, facts, answer] = ['state', 'owner', 'print', 'facts', 'answer'].map((name) =>
    claim.get(name),
  );
  return recordOf([
    state,
    owner,
    Number(claim.get('until')) - now,
    now - Number(claim.get('at')),
    print,
    facts,
    answer,
  ]);
}

function isState(state: unknown): state is ClaimState {
  return typeof state === 'string' && STATES.includes(state);
}
