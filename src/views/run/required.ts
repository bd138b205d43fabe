import type { ProblemCode } from '../../problems/catalogue.js';
import { catalogueEntry } from '../../problems/catalogue.js';
import { Problem, type ProblemError } from '../../problems/problem.js';
import type { PreparedSection } from '../language/prepared-view.js';
import type { Outcome } from './outcome.js';

/** What the caller of the view can mend by itself, as with the row. */
const OF_THE_CALLER: ReadonlySet<number> = new Set([401, 403, 404, 429]);
const OF_THE_REQUEST: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'validation_failed',
  'invalid_path',
  'cms_partner_required',
  'client_closed_request',
]);

/** The problem of a view whose required section has not come; it names the section. */
export function problemOfRequired({ name, route }: PreparedSection, { problem, missing = '' }: Outcome): Problem {
  if (problem === undefined) return lacking(name, missing);
  const { code, status, options } = problem;
  const isOwn = status >= 500 || OF_THE_CALLER.has(status) || OF_THE_REQUEST.has(code);
  return new Problem(isOwn ? code : 'section_refused', {
    ...(isOwn ? options : { upstream: route.target.name, cause: problem }),
    detail: `The section ${name}, without which there is no view, has not come.`,
    errors: [{ code, field: `sections.${name}`, message: catalogueEntry(code).title }, ...(options.errors ?? NONE)],
  });
}

function lacking(name: string, missing: string): Problem {
  const detail = `The section ${name}, without which there is no view, has nothing to be read by.`;
  const query = /^query\.(.+)$/.exec(missing)?.[1];
  const field = query ?? `sections.${name}`;
  const errors = [{ code: 'isNotEmpty', field, message: `${missing} is missing` }];
  return new Problem(query === undefined ? 'section_refused' : 'validation_failed', { detail, errors });
}

const NONE: readonly ProblemError[] = [];
