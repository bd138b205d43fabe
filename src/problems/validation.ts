import type { ValidationError } from 'class-validator';
import { Problem, type ProblemError } from './problem.js';

export interface BrokenRule {
  /** Where, e.g. `data[3].amount`. */
  path: string;
  /** class-validator's name of the rule, e.g. `isInt`. */
  rule: string;
  /** Never holds the value. */
  message: string;
}

export function brokenRules(errors: readonly ValidationError[], parent = ''): BrokenRule[] {
  return errors.flatMap((error) => {
    const path = childPath(parent, error.property);
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({ path, rule, message }));
    return [...own, ...brokenRules(error.children ?? [], path)];
  });
}

export function childPath(path: string, key: string | number): string {
  if (typeof key === 'number' || /^\d+$/.test(key)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** A batch of 5000 wrong items must not become an answer larger than the request. */
const MAX_ERRORS = 100;

/** What the validation pipe answers with: every wrong field at once, up to a bound. */
export function validationProblem(errors: readonly ValidationError[]): Problem {
  const fields = brokenRules(errors)
    .slice(0, MAX_ERRORS)
    .map(({ path, rule, message }): ProblemError => ({
      code: rule,
      message,
      field: path,
    }));
  return new Problem('validation_failed', { errors: fields });
}
