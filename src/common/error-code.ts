import { isNativeError } from 'node:util/types';

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE`: what Node.js calls a failure, here or in what caused it. */
export function codeOf(error: unknown): string | undefined {
  if (!isNativeError(error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && /^[A-Z0-9_/]{1,64}$/.test(error.code)) return error.code;
  return codeOf(error.cause);
}
