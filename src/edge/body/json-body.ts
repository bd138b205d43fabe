import secureJson from 'secure-json-parse';
import { isRecord } from '../../common/json.js';
import { brokenLimit, type JsonLimits } from '../../common/json-text/limits.js';
import { repeatedNames } from '../../common/json-text/repeated-names.js';
import { withNumberTexts } from '../../common/number-text.js';
import { Problem } from '../../problems/problem.js';

/**
 * Far more than any of Migo's bodies. What walks through a body recursively would run out of stack much later, and
 * class-transformer takes time by the square of an object's members.
 */
const LIMITS = { depth: 64, members: 1000 };
/** Of a body as long as it may be: each value costs the checks far more than a byte. */
const BYTES_PER_VALUE = 32;

const BROKEN: Readonly<Record<keyof JsonLimits, string>> = {
  depth: `The body is nested more than ${LIMITS.depth} levels deep.`,
  members: `An object has more than ${LIMITS.members} members.`,
  values: 'The body has too many values for its size.',
};

const NO_OBJECT = { code: 'isObject', message: 'the body must be a JSON object' };

/**
 * The value of a JSON body, looked at before it is parsed. `maxBytes` is how long it could have been;
 * `anyJson` takes arrays and bare values, too.
 *
 * @throws Problem `invalid_json`, `validation_failed`
 */
export function parseJsonBody(text: string, { maxBytes, anyJson }: { maxBytes: number; anyJson: boolean }): unknown {
  const broken = brokenLimit(text, { ...LIMITS, values: Math.floor(maxBytes / BYTES_PER_VALUE) });
  if (broken !== undefined) throw new Problem('invalid_json', { detail: BROKEN[broken] });
  const value = parse(text);
  // The checks of a DTO look at fields: an array or a bare value has none that could be wrong.
  if (!anyJson && !isRecord(value)) throw new Problem('validation_failed', { errors: [NO_OBJECT] });
  if (repeatedNames(text, 1).length > 0)
    throw new Problem('invalid_json', { detail: 'An object names a member twice.' });
  return withNumberTexts(text, value);
}

function parse(text: string): unknown {
  try {
    return secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (cause) {
    throw new Problem('invalid_json', { cause });
  }
}
