import type { CatalogueEntry } from './catalogue.entry.js';
import { GATEWAY_PROBLEMS } from './catalogue.gateway.js';
import { REQUEST_PROBLEMS } from './catalogue.request.js';
import { UPSTREAM_PROBLEMS } from './catalogue.upstream.js';

/** Every `code` that a problem can carry. Codes are stable: clients branch on them. */
export const CATALOGUE = { ...REQUEST_PROBLEMS, ...UPSTREAM_PROBLEMS, ...GATEWAY_PROBLEMS };

export type ProblemCode = keyof typeof CATALOGUE;

export function catalogueEntry(code: ProblemCode): CatalogueEntry {
  return CATALOGUE[code];
}
