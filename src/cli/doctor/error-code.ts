/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`: what Node.js calls a failure, here or in what caused it. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && /^[A-Z0-9_]{1,64}$/.test(error.code)) return error.code;
  return codeOf(error.cause);
}
