import { createPrivateKey } from 'node:crypto';
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
        validate: (value: unknown) => typeof value === 'string' && isEd25519(value),
        defaultMessage: () => '$property must be an Ed25519 private key, PKCS#8 PEM',
      },
    },
    options,
  );
}

function isEd25519(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
