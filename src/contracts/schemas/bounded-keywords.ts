import { type Ajv2020, type ErrorObject, _, type ValidateFunction } from 'ajv/dist/2020.js';
import names from 'ajv/dist/compile/names.js';
import { stringify } from 'safe-stable-stringify';
import type { DataValidateFunction, DataValidationCxt } from 'ajv/dist/types/index.js';
import { isRecord, type JsonObject } from '../../common/json.js';
import { countSteps, countValue } from './check-budget.js';
import { nameIn } from './json-schema.js';

/** Errors that are kept of all alternatives of one value. */
const MAX_OF_UNION = 3;
/** An alternative that does not fit makes errors, which take longer than values. */
const STEPS_OF_FAILURE = 64;

/** Characters that are written as one step. */
const STEP_CHARACTERS = 8;

/** Keyword of this gateway that stands in every schema. */
export const COUNTED = 'countedValue';

/** How schemas are found and compiled. */
export interface Schemas {
  validator: (schema: JsonObject) => ValidateFunction;
  named: (name: string) => JsonObject;
}

/** The field that says which alternative is meant, and which values mean which. */
type Chooser = [field: string, ...mapping: [value: string, $ref: string][]];

/** A `discriminator` as ajv may see it: in an object of values it would look for schemas, and for their `$id`. */
export function chooserOf({ propertyName, mapping }: JsonObject): Chooser {
  return [String(propertyName), ...Object.entries(mapping as Record<string, string>)];
}

/** Of an alternative that was not meant, maybe: such errors never stand before those of the value itself. */
const ofAlternatives = new WeakSet<object>();

export function isOfAlternative(error: ErrorObject): boolean {
  return ofAlternatives.has(error);
}

/** Keywords that compile what they need when they need it, take a time by the length of a value, and make few errors. */
export function addBoundedKeywords(ajv: Ajv2020, schemas: Schemas): void {
  ajv.addKeyword({
    keyword: COUNTED,
    code: ({ gen, data, it }) => {
      const count = gen.scopeValue('func', { ref: countValue });
      const found = it.compositeRule === true ? _`0, null` : _`${names.default.errors}, ${names.default.vErrors}`;
      gen.code(_`${count}(${data}, ${found})`);
    },
  });
  ajv.removeKeyword('$ref').addKeyword({
    keyword: '$ref',
    errors: 'full',
    modifying: true,
    compile: (reference) => later(() => schemas.validator(schemas.named(nameIn(reference)))),
  });
  for (const keyword of ['oneOf', 'anyOf']) {
    ajv.removeKeyword(keyword).addKeyword({
      keyword,
      errors: 'full',
      modifying: true,
      compile: (list: JsonObject[], { discriminator = [''] }) =>
        alternativesCheck(list, discriminator as Chooser, schemas),
    });
  }
  ajv.removeKeyword('uniqueItems').addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    error: { message: 'must NOT have duplicate items' },
    validate: (isWanted: boolean, items: unknown[]) => !isWanted || areUnique(items),
  });
}

/** Compiles at the first value. */
function later(compile: () => ValidateFunction): DataValidateFunction {
  const check: DataValidateFunction = (value: unknown, context) => {
    const validate = compile();
    const isRight = validate(value, context);
    check.errors = validate.errors ?? [];
    return isRight;
  };
  return check;
}

/** What fits one of them fits; where a field says which is meant, that one alone is held against it. */
function alternativesCheck(list: JsonObject[], [field, ...mapping]: Chooser, schemas: Schemas): DataValidateFunction {
  const checkOf = (schema: JsonObject): DataValidateFunction => later(() => schemas.validator(schema));
  const checks = list.filter(({ type }) => type !== 'null').map(checkOf);
  const chosen = new Map(mapping.map(([value, $ref]) => [value, checkOf({ $ref })]));
  const check: DataValidateFunction = (value: unknown, context?: DataValidationCxt) => {
    if (checks.length < list.length && (value === null || value === '')) return true;
    const told = isRecord(value) ? value[field] : undefined;
    const meant = typeof told === 'string' || typeof told === 'number' ? chosen.get(String(told)) : undefined;
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
  const texts = items.map((item) => stringify(item));
  countSteps(texts.join('').length / STEP_CHARACTERS);
  return new Set(texts).size === items.length;
}
