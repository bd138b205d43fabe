import { isRecord } from './json.js';

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE`: what Node.js calls a failure, here or in what caused it. */
export function codeOf(error: unknown): string | undefined {
  if (!isRecord(error)) return undefined;
  const { code, cause } = error;
  return typeof code === 'string' && /^[A-Z0-9_/]{1,64}$/.test(code) ? code : codeOf(cause);
}
