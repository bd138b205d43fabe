import { LRUCache } from 'lru-cache';
import { atMost } from '../common/growing-cache.js';

/** The newest versions of records that this process knows of: the store alone could be made to forget. */
export class NewestVersions {
  private readonly versions: LRUCache<string, number>;

  constructor(most: number) {
    this.versions = new LRUCache(atMost(most));
  }

  /** 0 where nothing is known. */
  of(id: string): number {
    return this.versions.get(id) ?? 0;
  }

  remember(id: string, version: number): void {
    // Version 1 is the lowest there is: nothing could be put back in its place.
    if (version <= 1) return;
    this.versions.set(id, Math.max(version, this.of(id)));
  }
}
