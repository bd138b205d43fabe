import type { ValidationError } from 'class-validator';

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
