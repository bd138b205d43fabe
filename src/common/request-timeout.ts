import type { IncomingHttpHeaders } from 'node:http';

/** How long a caller waits, in milliseconds: no standard, but what several gateways and clients call it. */
export const REQUEST_TIMEOUT_HEADER = 'request-timeout';

const MILLISECONDS = /^[1-9]\d{0,8}$/;

/** Undefined where the caller does not say it, or not in digits: then the deadline of the call holds. */
export function requestTimeoutOf({ [REQUEST_TIMEOUT_HEADER]: value }: IncomingHttpHeaders): number | undefined {
  return typeof value === 'string' && MILLISECONDS.test(value) ? Number(value) : undefined;
}
