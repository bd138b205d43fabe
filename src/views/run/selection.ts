import { isRecord } from '../../common/json.js';
import { Problem } from '../../problems/problem.js';
import type { PreparedSection, PreparedView } from '../language/prepared-view.js';

/** What of a view a caller wants. */
export interface Selection {
  /** Sections in the order of the table, with those that others read from. */
  runs: readonly PreparedSection[];
  /** Without it there is no answer. */
  isRequired: (section: PreparedSection) => boolean;
  isShown: (section: PreparedSection) => boolean;
}

const known = new WeakMap<PreparedView, Selection>();

/**
 * The selection that `sections` and `require` of a query make.
 *
 * @throws Problem `validation_failed` for a name that no section has
 */
export function selectionOf(view: PreparedView, query: unknown): Selection {
  const named = namesIn(query, 'sections', view);
  const required = namesIn(query, 'require', view);
  if (named === undefined && required === undefined) return everything(view);
  const shown = new Set([...(named ?? view.sections.map(({ name }) => name)), ...(required ?? [])]);
  const running = new Set(shown);
  // A section reads from those before it only.
  for (const { name, needs } of view.sections.toReversed())
    if (running.has(name)) for (const need of needs) running.add(need);
  return {
    runs: view.sections.filter(({ name }) => running.has(name)),
    isRequired: (section) => section.required === true || required?.includes(section.name) === true,
    isShown: ({ name }) => shown.has(name),
  };
}

function everything(view: PreparedView): Selection {
  const made = known.get(view);
  if (made !== undefined) return made;
  const selection = {
    runs: view.sections,
    isRequired: ({ required }: PreparedSection) => required === true,
    isShown: () => true,
  };
  known.set(view, selection);
  return selection;
}

function namesIn(query: unknown, parameter: string, { sections }: PreparedView): string[] | undefined {
  const value = isRecord(query) ? query[parameter] : undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw wrong(parameter, `${parameter} must be sent only once`);
  const names = value.split(',');
  const unknown = names.find((name) => !sections.some((section) => section.name === name));
  if (unknown !== undefined) throw wrong(parameter, `${parameter} must name sections of this view`);
  return names;
}

function wrong(field: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ code: 'isIn', field, message }] });
}
