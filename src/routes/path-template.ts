import { Problem } from '../problems/problem.js';
import { isFileName } from './file-name.js';

export type PathParams = Readonly<Record<string, string>>;

const PARAMETER = /:([A-Za-z]+)/g;
/** Of an identifier: would begin another segment, a query or an escape for whoever decodes the path once more. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[/\\?#%;\u0000-\u001f\u007f]/;
/** Parameters that name a file may hold more: `100% (1).pdf`, `boleta #7;a?.pdf`. */
const FILE_NAME = /(?:^file|file_?name)$/i;

/**
 * Turns `/cards/:cardId/statements` into a function of its parameters.
 *
 * The function throws Problem `invalid_path` for a parameter that would change the path's shape.
 */
export function compilePath(template: string): (params: PathParams) => string {
  const [first = '', ...rest] = template.split(PARAMETER);
  return (params) => {
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
  const isSafe = FILE_NAME.test(name) ? isFileName(value) : !UNSAFE.test(value);
  if (value === '' || value === '.' || value === '..' || !isSafe || !value.isWellFormed()) {
    throw new Problem('invalid_path', { errors: [{ code: 'invalid', field: name, message: `${name} is not valid` }] });
  }
  return encodeURIComponent(value);
}
