import type { ValidationError } from 'class-validator';
import { brokenRules } from '../common/broken-rules.js';
import { Problem, type ProblemError } from './problem.js';

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
