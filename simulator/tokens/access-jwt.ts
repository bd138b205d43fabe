import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';

export interface AccessClaims {
  subject: string;
  audience: string;
  kind: string;
  issuedAt: number;
  expiresAt: number;
}

/** Migo signs its JWTs with Ed25519 (concepts/security); the claims are not documented. */
export class AccessJwtSigner {
  readonly #key: KeyObject = generateKeyPairSync('ed25519').privateKey;
  readonly #header = encode({ alg: 'EdDSA', typ: 'JWT', kid: 'migo-simulator' });

  sign(claims: AccessClaims): string {
    const payload = encode({
      iss: 'migo-simulator',
      sub: claims.subject,
      aud: claims.audience,
      kind: claims.kind,
      iat: claims.issuedAt,
      exp: claims.expiresAt,
      jti: randomUUID(),
    });
    const signed = `${this.#header}.${payload}`;
    return `${signed}.${sign(null, Buffer.from(signed), this.#key).toString('base64url')}`;
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
