import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { ValidateBy, type ValidationOptions } from 'class-validator';

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** 32 bytes in base64 or base64url: the length of an AES-256 key. */
export function IsKeyOf32Bytes(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isKeyOf32Bytes',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && BASE64.test(value.trim()) && Buffer.from(value.trim(), 'base64').length === 32,
        defaultMessage: () => '$property must be base64 of exactly 32 bytes',
      },
    },
    options,
  );
}

/** Ed25519 private key, PKCS#8 PEM (RFC 8410). */
export function IsEd25519PrivateKey(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isEd25519PrivateKey',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isEd25519(value, createPrivateKey),
        defaultMessage: () => '$property must be an Ed25519 private key, PKCS#8 PEM',
      },
    },
    options,
  );
}

/** Ed25519 public key, SPKI PEM (RFC 8410). */
export function IsEd25519PublicKey(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isEd25519PublicKey',
      validator: {
        // OpenSSL derives a public key from a private one, which has no business here.
        validate: (value: unknown) =>
          typeof value === 'string' && !value.includes('PRIVATE') && isEd25519(value, createPublicKey),
        defaultMessage: () => '$property must be an Ed25519 public key, SPKI PEM',
      },
    },
    options,
  );
}

function isEd25519(pem: string, read: (pem: string) => KeyObject): boolean {
  try {
    return read(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
