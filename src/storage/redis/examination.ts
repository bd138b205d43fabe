import { type Cluster, Redis } from 'ioredis';
import type { StoreFault } from './diagnosis.js';
import { type Listener, missingRights, type UsedRights } from './rights.js';

/** The only `maxmemory-policy` under which Redis forgets no session and no lock counter. */
const KEEPS_ALL = 'noeviction';

interface Examined extends UsedRights {
  /** In the keys of the trial: unlike those of other replicas. */
  id: string;
  /** The connection that is told of changes. */
  listener: Listener;
  /** How many of its replicas must acknowledge a claim. */
  replicas: number;
}

/** @throws Error of Redis where it refuses a command for another reason than rights, such as `READONLY` or `OOM` */
export async function examine(commands: Redis | Cluster, examined: Examined): Promise<StoreFault[]> {
  const faults: StoreFault[] = [];
  const rights = await missingRights(commands, examined);
  if (rights !== undefined)
    faults.push({
      found: `its user lacks rights: ${rights.missing.join(', ')}`,
      remedy: `ACL SETUSER <user> ${rights.rights}`,
    });
  if (rights?.missing.includes('info') === true) return faults;
  const replicas = await fewestReplicas(commands);
  if (replicas < examined.replicas)
    faults.push({
      found: `it has ${replicas} replicas, and a claim of a payment needs ${examined.replicas}: every call with an Idempotency-Key is refused`,
      remedy: `give it replicas, or set idempotency.replicas to ${replicas}: docs/operations.md#claims`,
    });
  const policy = await evictionPolicy(commands);
  if (policy !== undefined && policy !== KEEPS_ALL)
    faults.push({
      found: `it may evict keys (maxmemory-policy ${policy}): sessions and lock counters would be lost without a word`,
      remedy: `CONFIG SET maxmemory-policy ${KEEPS_ALL}`,
    });
  return faults;
}

/** Replicas of the primary that has the fewest. */
async function fewestReplicas(commands: Redis | Cluster): Promise<number> {
  const nodes = commands instanceof Redis ? [commands] : commands.nodes('master');
  const told = await Promise.all(nodes.map((node) => node.info('replication')));
  return Math.min(...told.map((text) => Number(/^connected_slaves:(\d+)/m.exec(text)?.[1] ?? 0)));
}

async function evictionPolicy(commands: Redis | Cluster): Promise<string | undefined> {
  return /^maxmemory_policy:(\S+)/m.exec(await commands.info('memory'))?.[1];
}
