import { sign } from 'node:crypto';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { sharedClock } from '../../storage/shared-clock.js';

type SigningPartner = Pick<PartnerSettings, 'merchant' | 'signaturePayload'> & { privateKey: string };

export interface SignedLogin extends Record<string, string> {
  merchant: string;
  signature: string;
}

/**
 * Body of an application login: the merchant slug and the base64 Ed25519 signature (RFC 8032) of the configured payload.
 * Migo: introduction/quickstart; the bytes signed are an assumption (docs/adr/0001).
 */
export function signedLogin(partner: SigningPartner, now = sharedClock.now()): SignedLogin {
  const timestamp = String(Math.floor(now / 1000));
  const payload = partner.signaturePayload
    .replaceAll('{merchant}', () => partner.merchant)
    .replaceAll('{timestamp}', timestamp);
  return {
    merchant: partner.merchant,
    signature: sign(null, Buffer.from(payload, 'utf8'), partner.privateKey).toString('base64'),
    // The verifier of a signed time must be told it.
    ...(partner.signaturePayload.includes('{timestamp}') && { timestamp }),
  };
}
