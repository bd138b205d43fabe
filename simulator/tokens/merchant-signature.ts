import { verify } from 'node:crypto';
import type { Merchant } from '../state/merchants.js';

/** Signed bytes: UTF-8 of the slug (assumed; Migo does not document them). The signature is the base64 of the raw 64 bytes. */
export function signedBy(merchant: Merchant, signature: string): boolean {
  if (!/^[A-Za-z0-9+/]{86}==$/.test(signature)) return false;
  return verify(null, Buffer.from(merchant.slug), merchant.publicKey, Buffer.from(signature, 'base64'));
}
