import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { derived } from '../config/live/derived.js';
import type { SessionKeySettings } from '../config/sections/session.settings.js';
import { Settings } from '../config/settings.js';

/** A hash that is being made. */
export type KeyedHash = ReturnType<typeof createHmac>;

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a value is bound to, with `redis.keyPrefix`: it decrypts only at the key and version it was written for. */
export interface RecordAddress {
  key: string;
  version: number;
}

export class UndecipherableError extends Error {
  constructor(cause?: unknown) {
    super('a stored record cannot be decrypted', { cause });
    this.name = 'UndecipherableError';
  }
}

/** Key objects and no bytes: OpenSSL takes bytes in anew for each use, which costs more than to encrypt a record. */
interface RingKey {
  id: string;
  secret: KeyObject;
  /** Key for hashes, derived from the same secret: one key must not serve two algorithms. */
  hashSecret: KeyObject;
}

interface KeyRing {
  current: RingKey;
  keys: ReadonlyMap<string, RingKey>;
}

const HASH_KEY_BYTES = 32;

/** Encrypts everything that leaves the process for the store: AES-256-GCM (NIST SP 800-38D) with a ring of keys. */
@Injectable()
export class RecordCipher {
  private readonly ring: () => KeyRing;
  private readonly prefix: string;

  /** Values that were written with a key that the settings do not have any more are lost. */
  constructor(settings: Settings) {
    this.ring = derived(settings, ['sessions'], ({ sessions }) => ringOf(sessions.keys));
    this.prefix = settings.redis?.keyPrefix ?? '';
  }

  /** `<key id>.<base64url of iv, tag, ciphertext>` */
  encrypt(record: unknown, address: RecordAddress): string {
    const { id, secret } = this.ring().current;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, secret, iv).setAAD(this.boundTo(id, address));
    const ciphertext = Buffer.concat([cipher.update(JSON.stringify(record), 'utf8'), cipher.final()]);
    return `${id}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
  }

  /** @throws UndecipherableError where the value was altered, moved, or written with a key that is gone */
  decrypt(value: string, address: RecordAddress): unknown {
    const end = value.indexOf('.');
    const id = value.slice(0, end);
    const secret = this.ring().keys.get(id)?.secret;
    if (secret === undefined) throw new UndecipherableError();
    const bytes = Buffer.from(value.slice(end + 1), 'base64url');
    try {
      const decipher = createDecipheriv(ALGORITHM, secret, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(this.boundTo(id, address))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      return JSON.parse(text.toString('utf8'));
    } catch (error) {
      throw new UndecipherableError(error);
    }
  }

  /**
   * A hash that nobody can try values on without the key (HMAC with SHA-256, RFC 2104). Undefined where the key is gone.
   *
   * @param id of the key; without one, that which encrypts now
   */
  keyedHash(id = this.ring().current.id): { id: string; hmac: KeyedHash } | undefined {
    const key = this.ring().keys.get(id);
    return key === undefined ? undefined : { id, hmac: createHmac('sha256', key.hashSecret) };
  }

  /** Ids of all keys that the settings have. */
  keyIds(): string[] {
    return [...this.ring().keys.keys()];
  }

  private boundTo(keyId: string, { key, version }: RecordAddress): Buffer {
    return Buffer.from(JSON.stringify([keyId, this.prefix, key, version]), 'utf8');
  }
}

function ringOf(settings: readonly SessionKeySettings[]): KeyRing {
  const ring = settings.map(({ id, secret }) => ringKeyOf(id, Buffer.from(secret, 'base64')));
  const [current] = ring;
  if (current === undefined) throw new Error('settings were not validated: no session key');
  return { current, keys: new Map(ring.map((key) => [key.id, key])) };
}

function ringKeyOf(id: string, secret: Buffer): RingKey {
  const hashSecret = hkdfSync('sha256', secret, '', 'migo-gateway keyed hash', HASH_KEY_BYTES);
  return { id, secret: createSecretKey(secret), hashSecret: createSecretKey(Buffer.from(hashSecret)) };
}
