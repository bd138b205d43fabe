import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EncryptedRecords } from '../../storage/encrypted-records.js';
import { RecordsFactory } from '../../storage/records.factory.js';
import { sharedClock } from '../../storage/shared-clock.js';
import {
  type KeyRing,
  parseKeyRing,
  privateKeyOf,
  publicKeyOf,
  rotated,
  ROTATE_AFTER_MS,
  signingKeyOf,
} from './key-ring.js';

const RING = 'ring';
const ATTEMPTS = 3;
/** Milliseconds from one look into the store for a key that is not known to the next: anybody can name one. */
const LOOK_AGAIN_MS = 1000;

/**
 * Signing keys that no settings name: made by whichever replica needs one first, kept encrypted in the store, the same for all, and
 * replaced once a day.
 */
@Injectable()
export class SharedSigningKeys {
  private readonly records: EncryptedRecords<KeyRing>;
  /** Public keys by id, of the ring that was read last: with the store away, tokens stay good. */
  private publicKeys: ReadonlyMap<string, KeyObject> = new Map();
  private lookedAt = -Infinity;
  private looking: Promise<void> | undefined;

  constructor(factory: RecordsFactory) {
    this.records = factory.create({
      name: 'service-token-keys',
      parse: parseKeyRing,
      // One id for ever: a ring that expired must not look like one that was put back.
      firstVersion: () => sharedClock.now(),
    });
  }

  /** @throws StoreUnavailableError */
  async signing(): Promise<{ id: string; privateKey: KeyObject }> {
    const key = signingKeyOf(await this.ring(), sharedClock.now());
    if (key === undefined) throw new Error('no key to sign with');
    return { id: key.id, privateKey: privateKeyOf(key) };
  }

  /** @throws StoreUnavailableError */
  async published(): Promise<ReadonlyMap<string, KeyObject>> {
    await this.ring();
    return this.publicKeys;
  }

  /**
   * Undefined for a key that is not, or no longer, one of these.
   *
   * @throws StoreUnavailableError
   */
  async publicKey(id: string): Promise<KeyObject | undefined> {
    const known = this.publicKeys.get(id);
    if (known !== undefined || performance.now() - this.lookedAt < LOOK_AGAIN_MS) return known;
    // One look for all who ask meanwhile.
    await (this.looking ??= this.look().finally(() => (this.looking = undefined)));
    return this.publicKeys.get(id);
  }

  private async look(): Promise<void> {
    const { record } = await this.records.readFresh(RING);
    if (record !== undefined) this.take(record);
    this.lookedAt = performance.now();
  }

  private async ring(): Promise<KeyRing> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { version, record } = await (attempt === 0 ? this.records.read(RING) : this.records.readFresh(RING));
      const next = rotated(record, sharedClock.now());
      // The replica that writes first wins; the others read what it wrote.
      if (next === record || (await this.write(version, next))) return this.take(next);
    }
    throw new Error('the signing keys change faster than they can be read');
  }

  private async write(version: number, record: KeyRing): Promise<boolean> {
    return (await this.records.write(RING, version, { record, ttlMs: 2 * ROTATE_AFTER_MS })) !== undefined;
  }

  private take(ring: KeyRing): KeyRing {
    const isNew = ring.keys.some(({ id }) => !this.publicKeys.has(id)) || ring.keys.length !== this.publicKeys.size;
    if (isNew) this.publicKeys = new Map(ring.keys.map((key) => [key.id, publicKeyOf(key)]));
    return ring;
  }
}
