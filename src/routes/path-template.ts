import { Problem } from '../problems/problem.js';
import { isFileName } from './file-name.js';

export type PathParams = Readonly<Record<string, string>>;

const PARAMETER = /:([A-Za-z]+)/g;
const DIGITS = /^\d+$/;
/** What needs neither a check nor an encoding (RFC 3986, section 2.3), and no segment of dots: nearly every identifier. */
const PLAIN = /^[\w~-][\w.~-]*$/;
/** What an identifier may be, as a pattern for the document. */
export const SAFE_PARAMETER = '^(?!\\.{1,2}$)[^/\\\\?#%;\\u0000-\\u001f\\u007f]+$';
/** What a file name may be: no folder, and no slash, also where it is decoded once more. */
export const SAFE_FILE_NAME =
  '^(?![. ]*(?:[;?#]|$))(?!.*%(?:25)*(?:u00)?(?:2[fF]|5[cC]|[01][0-9a-fA-F]|7[fF]|[cC][01]))[^/\\\\\\u0000-\\u001f\\u007f]+$';
/** Of an identifier: would begin another segment, a query or an escape for whoever decodes the path once more. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[/\\?#%;\u0000-\u001f\u007f]/;
/** Parameters that name a file may hold more: `100% (1).pdf`, `boleta #7;a?.pdf`. */
const FILE_NAME = /(?:^file|file_?name)$/i;

/**
 * Turns `/cards/:cardId/statements` into a function of its parameters.
 *
 * The function throws Problem `invalid_path` for a parameter that would change the path's shape, is in `numeric` and no number,
 * or is one of the `reserved` words, however it is spelt: routers of upstreams may not tell cases apart.
 */
export function compilePath(
  template: string,
  numeric: readonly string[] = [],
  reserved: readonly string[] = [],
): (params: PathParams) => string {
  const [first = '', ...rest] = template.split(PARAMETER);
  return (params) => {
    const wrong = numeric.find((name) => !DIGITS.test(params[name] ?? ''));
    if (wrong !== undefined) throw invalid(wrong, `${wrong} must be a number`);
    const word =
      reserved.length > 0
        ? Object.keys(params).find((name) => reserved.includes((params[name] ?? '').toLowerCase()))
        : undefined;
    if (word !== undefined) throw invalid(word, `${word} is not valid`);
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
  if (PLAIN.test(value)) return value;
  const isSafe = FILE_NAME.test(name) ? isFileName(value) : !UNSAFE.test(value);
  if (value === '' || value === '.' || value === '..' || !isSafe || !value.isWellFormed()) {
    throw invalid(name, `${name} is not valid`);
  }
  return encodeURIComponent(value);
}

function invalid(field: string, message: string): Problem {
  return new Problem('invalid_path', { errors: [{ code: 'invalid', field, message }] });
}
