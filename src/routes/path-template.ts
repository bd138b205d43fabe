import { Problem } from '../problems/problem.js';

export type PathParams = Readonly<Record<string, string>>;

const PARAMETER = /:([A-Za-z]+)/g;
const DIGITS = /^\d+$/;
/** What a parameter may be, as a pattern for the document. */
export const SAFE_PARAMETER = '^(?!\\.{1,2}$)[^/\\\\?#%;\\u0000-\\u001f\\u007f]+$';
/** Would begin another segment, a query or an escape for whoever decodes the path once more. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[/\\?#%;\u0000-\u001f\u007f]/;

/**
 * Turns `/cards/:cardId/statements` into a function of its parameters.
 *
 * The function throws Problem `invalid_path` for a parameter that would change the path's shape, or is in `numeric` and no number.
 */
export function compilePath(template: string, numeric: readonly string[] = []): (params: PathParams) => string {
  const [first = '', ...rest] = template.split(PARAMETER);
  return (params) => {
    const wrong = numeric.find((name) => !DIGITS.test(params[name] ?? ''));
    if (wrong !== undefined) throw invalid(wrong, `${wrong} must be a number`);
    let path = first;
    for (let index = 0; index < rest.length; index += 2) {
      const name = rest[index] ?? '';
      path += encodeParameter(name, params[name]) + (rest[index + 1] ?? '');
    }
    return path;
  };
}

export function parametersOf(template: string): string[] {
  return [...template.matchAll(PARAMETER)].map(([, name]) => name ?? '');
}

function encodeParameter(name: string, value = ''): string {
  if (value === '' || value === '.' || value === '..' || UNSAFE.test(value) || !value.isWellFormed()) {
    throw invalid(name, `${name} is not valid`);
  }
  return encodeURIComponent(value);
}

function invalid(field: string, message: string): Problem {
  return new Problem('invalid_path', { errors: [{ code: 'invalid', field, message }] });
}
