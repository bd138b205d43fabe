import { type Ajv2020, type ErrorObject, _ } from 'ajv/dist/2020.js';
import names from 'ajv/dist/compile/names.js';
import type { DataValidateFunction, DataValidationCxt } from 'ajv/dist/types/index.js';
import { isRecord, type JsonObject } from '../../common/json.js';
import { countSteps, countValue } from './check-budget.js';

/** Errors that are kept of all alternatives of one value. */
const MAX_OF_UNION = 3;
/** An alternative that does not fit makes errors, which take longer than values. */
const STEPS_OF_FAILURE = 64;

/** Keywords of this gateway, in no list of what is taken over of a file. */
export const COUNTED = 'countedValue';
export const REFERENCE = 'namedSchema';

/** The value of `oneOf` and of `anyOf`. */
export interface Alternatives {
  schemas: readonly JsonObject[];
  nullable: boolean;
  /** A field, and which named schema is meant by which of its values. */
  field?: string;
  named: ReadonlyMap<unknown, string>;
}

/** How schemas are found and compiled, each when a value first needs it. */
export interface Later {
  schema: (schema: JsonObject) => DataValidateFunction;
  named: (name: string) => DataValidateFunction;
}

/** Of an alternative that was not meant, maybe: such errors never stand before those of the value itself. */
const ofAlternatives = new WeakSet<object>();

export function isOfAlternative(error: ErrorObject): boolean {
  return ofAlternatives.has(error);
}

/** Keywords that compile what they need when they need it, take a time by the length of a value, and make few errors. */
export function addBoundedKeywords(ajv: Ajv2020, later: Later): void {
  ajv.addKeyword({
    keyword: COUNTED,
    code: ({ gen, data, it }) => {
      const count = gen.scopeValue('func', { ref: countValue });
      const found = it.compositeRule === true ? _`0, null` : _`${names.default.errors}, ${names.default.vErrors}`;
      gen.code(_`${count}(${data}, ${found})`);
    },
  });
  ajv.addKeyword({ keyword: REFERENCE, errors: 'full', modifying: true, compile: later.named });
  for (const keyword of ['oneOf', 'anyOf']) {
    ajv.removeKeyword(keyword).addKeyword({
      keyword,
      errors: 'full',
      modifying: true,
      compile: (alternatives: Alternatives) => alternativesCheck(alternatives, later),
    });
  }
  ajv.removeKeyword('uniqueItems').addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    error: { message: 'must NOT have duplicate items' },
    validate: (isWanted: boolean, items: unknown[]) => !isWanted || areUnique(items),
  });
}

/** What fits one of them fits; where a field says which is meant, that one alone is held against it. */
function alternativesCheck({ schemas, nullable, field, named }: Alternatives, later: Later): DataValidateFunction {
  const checks = schemas.map(later.schema);
  const chosen = new Map([...named].map(([value, name]) => [value, later.named(name)]));
  const check: DataValidateFunction = (value: unknown, context?: DataValidationCxt) => {
    if (nullable && (value === null || value === '')) return true;
    const meant = field !== undefined && isRecord(value) ? chosen.get(value[field]) : undefined;
    const errors: Partial<ErrorObject>[] = [];
    for (const one of meant === undefined ? checks : [meant]) {
      if (one(value, context) === true) return true;
      countSteps(STEPS_OF_FAILURE);
      errors.push(...(one.errors ?? []));
    }
    check.errors = meant !== undefined || checks.length === 1 ? errors : fewOf(errors, context?.instancePath ?? '');
    return false;
  };
  return check;
}

/** Those with the longest paths: there the value was most like an alternative. */
function fewOf(errors: Partial<ErrorObject>[], instancePath: string): Partial<ErrorObject>[] {
  const lengthOf = (error: Partial<ErrorObject>): number => error.instancePath?.length ?? 0;
  const kept = errors.sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MAX_OF_UNION);
  for (const error of kept) ofAlternatives.add(error);
  return [...kept, { keyword: 'anyOf', instancePath, params: {}, message: 'must match a schema in anyOf' }];
}

/** By their texts: comparing each with each takes a time by the square of them. */
function areUnique(items: readonly unknown[]): boolean {
  return new Set(items.map(textOf)).size === items.length;
}

function textOf(value: unknown): string {
  countSteps(1);
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${textOf(value[name])}`).join()}}`;
}
