import { CALLER_PROBLEMS } from './catalogue.caller.js';
import type { CatalogueEntry } from './catalogue.entry.js';
import { GATEWAY_PROBLEMS } from './catalogue.gateway.js';
import { MALFORMED_REQUESTS, REFUSED_REQUESTS } from './catalogue.request.js';
import { UPSTREAM_PROBLEMS } from './catalogue.upstream.js';

/** Every `code` that a problem can carry. Codes are stable: clients branch on them. */
export const CATALOGUE = {
  ...MALFORMED_REQUESTS,
  ...CALLER_PROBLEMS,
  ...REFUSED_REQUESTS,
  ...UPSTREAM_PROBLEMS,
  ...GATEWAY_PROBLEMS,
};

export type ProblemCode = keyof typeof CATALOGUE;

export function catalogueEntry(code: ProblemCode): CatalogueEntry & { retryable: boolean } {
  return { retryable: false, ...CATALOGUE[code] };
}
