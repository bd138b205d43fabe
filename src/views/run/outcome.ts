import type { ProblemCode } from '../../problems/catalogue.js';
import type { Problem } from '../../problems/problem.js';

export const SECTION_STATUSES = ['ok', 'failed', 'forbidden', 'skipped'] as const;
type SectionStatus = (typeof SECTION_STATUSES)[number];

/** What became of a section. */
export interface Outcome {
  status: SectionStatus;
  durationMs: number;
  /** What is placed: JSON as it came. A section that is called for several things may have some of them, though it failed. */
  data?: string;
  problem?: Problem;
  /** The section or parameter that a skipped section would have read from. */
  missing?: string;
  /** Items of a list that were left out, because it has more than a view looks at. */
  omitted?: number;
}

/** Refusals for who asks; all others are failures. */
const RIGHTS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'FORBIDDEN',
  'caller_not_allowed',
  'cms_partner_required',
  'forbidden_upstream',
  'permission_missing',
  'route_not_found',
  'scope_missing',
  'step_up_required',
]);

export function statusOf({ code }: Problem): 'forbidden' | 'failed' {
  return RIGHTS.has(code) ? 'forbidden' : 'failed';
}
