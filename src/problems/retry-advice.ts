import type { CatalogueEntry } from './catalogue.entry.js';
import { catalogueEntry, type ProblemCode } from './catalogue.js';

const UNLESS_CHANGED: Readonly<Record<CatalogueEntry['fixedBy'], string>> = {
  caller: 'Not before the request is changed.',
  partner: 'Not before the partner has changed it.',
  operations: 'Not before operations has changed it.',
  migo: 'Not before the state was read.',
};

/** Whether and when to send the request again. */
export function retryAdvice(code: ProblemCode): string {
  const { retry, fixedBy } = catalogueEntry(code);
  return retry ?? UNLESS_CHANGED[fixedBy];
}
