import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { sharedClock } from '../shared-clock.js';
import { type Announcement, type Generations, REMEMBERED_MS } from './generations.js';
import { atMost } from '../../common/growing-cache.js';

const MAX_KEYS = 10_000;

interface Thing {
  generation: string;
  /** By writer: milliseconds since the epoch until which it may be writing. */
  writers: Map<string, number>;
}

/** Does what the scripts do (`redis.generations.ts`), for one replica without Redis. */
export class MemoryGenerations implements Generations {
  protected readonly things = new LRUCache<string, Thing>({ ...atMost(MAX_KEYS), ttl: REMEMBERED_MS });

  read(key: string): Promise<string | undefined> {
    const thing = this.thing(key);
    const now = sharedClock.now();
    const isBusy = [...thing.writers.values()].some((until) => until > now);
    return Promise.resolve(isBusy ? undefined : thing.generation);
  }

  begin(key: string, writer: string, lifeMs: number): Promise<Announcement> {
    const thing = this.renewed(key);
    const now = sharedClock.now();
    for (const [known, until] of thing.writers) if (until <= now) thing.writers.delete(known);
    thing.writers.set(writer, now + lifeMs);
    return Promise.resolve({ stands: () => true });
  }

  end(key: string, writer: string): Promise<void> {
    this.renewed(key).writers.delete(writer);
    return Promise.resolve();
  }

  private renewed(key: string): Thing {
    const thing = this.thing(key);
    thing.generation = randomUUID();
    return thing;
  }

  private thing(key: string): Thing {
    const thing = this.things.get(key) ?? { generation: randomUUID(), writers: new Map<string, number>() };
    this.things.set(key, thing);
    return thing;
  }
}
