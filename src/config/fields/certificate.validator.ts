import { createPrivateKey, X509Certificate } from 'node:crypto';
import { ValidateBy, type ValidationOptions } from 'class-validator';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** One certificate or several, PEM (RFC 7468, section 5). */
export function IsCertificates(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isCertificates',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && certificatesOf(value) !== undefined,
        defaultMessage: () => '$property must hold certificates, PEM, and nothing that cannot be read',
      },
    },
    options,
  );
}

/** A private key without a passphrase, PEM (RFC 7468, sections 10 and 13). */
export function IsPrivateKey(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isPrivateKey',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isPrivateKey(value),
        defaultMessage: () => '$property must be a private key, PEM, without a passphrase',
      },
    },
    options,
  );
}

/** Undefined where there is none, or where one of them cannot be read. */
export function certificatesOf(pem: string): X509Certificate[] | undefined {
  const found = pem.match(CERTIFICATE) ?? [];
  // One that lacks its end is not found, and would be left out without a word.
  if (found.length === 0 || found.length !== pem.split('-----BEGIN ').length - 1) return undefined;
  try {
    return found.map((one) => new X509Certificate(one));
  } catch {
    return undefined;
  }
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).type === 'private';
  } catch {
    return false;
  }
}
