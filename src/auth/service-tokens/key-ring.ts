import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { isRecord, textField } from '../../common/json.js';

/** A key that the gateway made itself. */
export interface MadeKey {
  id: string;
  /** Ed25519, PKCS#8, base64. */
  privateKey: string;
  /** Milliseconds since the epoch. */
  madeAt: number;
}

/** Oldest first; never empty. */
export interface KeyRing {
  keys: readonly MadeKey[];
}

export const ROTATE_AFTER_MS = 24 * 3_600_000;
/** A new key is published before it signs: whoever keeps the published keys for 5 minutes knows it by then. */
export const PUBLISHED_BEFORE_MS = 600_000;
/** An old key stays until its last tokens are over, and their clocks too. */
const KEPT_FOR_MS = 600_000;

/** The ring as it should be at this time; the same object where nothing has to change. */
export function rotated(ring: KeyRing | undefined, now: number): KeyRing {
  const { keys } = ring ?? { keys: [] };
  const newest = keys.at(-1);
  if (newest === undefined || now - newest.madeAt >= ROTATE_AFTER_MS)
    return { keys: [...keys.slice(-1), madeKey(now)] };
  const isOver = keys.length > 1 && now - newest.madeAt >= PUBLISHED_BEFORE_MS + KEPT_FOR_MS;
  return isOver || ring === undefined ? { keys: [newest] } : ring;
}

/** The newest key that has been published for long enough, or else the oldest. */
export function signingKeyOf({ keys }: KeyRing, now: number): MadeKey | undefined {
  return keys.findLast(({ madeAt }) => now - madeAt >= PUBLISHED_BEFORE_MS) ?? keys[0];
}

export function parseKeyRing(value: unknown): KeyRing | undefined {
  if (!isRecord(value) || !Array.isArray(value['keys'])) return undefined;
  const keys = value['keys'].flatMap((key: unknown): MadeKey[] => {
    if (!isRecord(key)) return [];
    const { madeAt } = key;
    const [id, privateKey] = [textField(key, 'id'), textField(key, 'privateKey')];
    return id === undefined || privateKey === undefined || typeof madeAt !== 'number'
      ? []
      : [{ id, privateKey, madeAt }];
  });
  return keys.length === 0 ? undefined : { keys };
}

export function privateKeyOf({ privateKey }: MadeKey): KeyObject {
  return createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
}

export function publicKeyOf(key: MadeKey): KeyObject {
  return createPublicKey(privateKeyOf(key));
}

function madeKey(madeAt: number): MadeKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const encoded = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return { id: `made-${randomUUID()}`, privateKey: encoded, madeAt };
}
