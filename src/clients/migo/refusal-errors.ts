import type { ProblemError } from '../../problems/problem.js';
import { cleanWords } from './clean-words.js';
import { type MigoCodes, UNKNOWN_CODE } from './migo-codes.js';
import type { Said } from './refusal-words.js';

const MAX_ERRORS = 50;
/** Of words that come without a code. */
const NO_CODE = 'invalid';

/**
 * `errors` of a problem, from what a refusal has: its codes, then its other words. A documented code has a fixed text, of
 * which the table has the sense; Migo's own words stand where they are about a field, or where there is no such text.
 */
export function refusalErrors(
  { codes, said }: { codes: readonly string[]; said: readonly Said[] },
  table: MigoCodes,
): ProblemError[] {
  const words = said.filter(({ message }) => !codes.includes(message)).map((one) => withFirstCode(one, codes, said));
  const coded = codes.flatMap((code): ProblemError[] => {
    const { sense } = table.get(code) ?? UNKNOWN_CODE;
    const told = words
      .filter((one) => one.code === code)
      .map(({ field, message }) => {
        const clean = field !== undefined || !table.has(code) ? cleanWords(message) : undefined;
        return errorOf(code, clean ?? sense, field);
      });
    return told.length > 0 ? told : [errorOf(code, sense)];
  });
  const others = words.flatMap(({ code = NO_CODE, field, message }) => {
    const clean = codes.includes(code) ? undefined : cleanWords(message);
    return clean === undefined ? [] : [errorOf(code, clean, field)];
  });
  const unique = new Map([...coded, ...others].map((error) => [JSON.stringify(error), error]));
  return [...unique.values()].slice(0, MAX_ERRORS);
}

/** `{ message, ownCode }`: the only words of an answer are about its code. */
function withFirstCode(one: Said, [first]: readonly string[], { length }: readonly Said[]): Said {
  return length === 1 && one.code === undefined && first !== undefined ? { ...one, code: first } : one;
}

function errorOf(code: string, message: string, field?: string): ProblemError {
  return { code, message, ...(field !== undefined && { field }) };
}
