import { RE2JS } from 're2js';
import { countSteps } from './check-budget.js';

/** Characters of a text times instructions of a pattern, which is what a match may take; beyond it a text is not looked at. */
const MAX_WORK = 1_000_000;
const MAX_PATTERN = 1000;
/** How Nest's plugin writes `@Matches(/^[a-z]+$/i)`. */
const LITERAL = /^\/(?<source>.+)\/(?<flags>[dgimsuvy]*)$/s;
/** `@Matches(CURRENCY)`: what stands behind the name is in no file. */
const NAME = /^[A-Za-z_$][\w$.]*$/;

export interface ContractPattern {
  /** Regular expression of JavaScript; undefined where the file holds none. */
  source?: string;
  /** `(?i:^[a-z]+$)`, where the file has flags: no pattern of JSON Schema, but both engines take it. */
  flagged?: string;
  /** Why it is not checked, where it is not. */
  left?: string;
}

/** A pattern of a file, which may be written as a literal with slashes and flags. */
export function readPattern(text: string): ContractPattern {
  if (NAME.test(text)) return { left: 'is the name of a constant' };
  const { source = text, flags = '' } = LITERAL.exec(text)?.groups ?? {};
  if (!isExpression(source)) return { left: 'is no regular expression' };
  const known = flags.replaceAll(/[^ims]/g, '');
  const pattern = known === '' ? { source } : { flagged: `(?${known}:${source})` };
  return linear(pattern.flagged ?? source) === undefined
    ? { ...pattern, left: 'cannot be matched in linear time' }
    : pattern;
}

const engines = new Map<string, RE2JS | undefined>();

/** RE2 has no back-references and no look-around, and needs time by the length of a text alone. */
function linear(pattern: string): RE2JS | undefined {
  if (!engines.has(pattern)) engines.set(pattern, pattern.length > MAX_PATTERN ? undefined : compiled(pattern));
  return engines.get(pattern);
}

/** For ajv, which tells compiled patterns apart by what they are as text. */
export function patternEngine(pattern: string): { test: (text: string) => boolean; toString: () => string } {
  const expression = linear(pattern);
  const size = expression?.programSize() ?? 1;
  return {
    test: (text) => {
      const work = text.length * size;
      if (expression === undefined || work > MAX_WORK) return true;
      // The worst there is takes 60 ns for each, of texts that no state machine of a sensible size tells apart.
      countSteps(work);
      return expression.test(text);
    },
    toString: () => pattern,
  };
}
/** ajv wants it for code that is written to a file, which never happens here. */
patternEngine.code = 'undefined';

function compiled(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern));
  } catch {
    return undefined;
  }
}

function isExpression(source: string): boolean {
  // Some are one only by the flag of OpenAPI's dialect (ECMA-262, with `u`), some only without.
  return ['u', ''].some((flag) => {
    try {
      return new RegExp(source, flag) instanceof RegExp;
    } catch {
      return false;
    }
  });
}
