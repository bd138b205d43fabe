import { getMetadataStorage } from 'class-validator';
import { isRecord } from '../../common/json.js';
import type { Schema } from '../../routes/shape.js';

/** Where Nest's OpenAPI module keeps what `@ApiProperty` says, and the names of the properties. */
export const PROPERTY = 'swagger/apiModelProperties';
export const PROPERTY_NAMES = 'swagger/apiModelPropertiesArray';

type Words = (...constraints: readonly unknown[]) => Schema;

/** A rule of class-validator in the words of JSON Schema. A rule that is not here has none. */
const WORDS: Readonly<Record<string, Words>> = {
  isNotEmpty: () => ({ minLength: 1 }),
  minLength: (minLength) => ({ minLength }),
  maxLength: (maxLength) => ({ maxLength }),
  isInt: () => ({ type: 'integer' }),
  min: (minimum) => ({ minimum }),
  max: (maximum) => ({ maximum }),
  isIn: (values) => ({ enum: values }),
  matches: (pattern) => (pattern instanceof RegExp ? { pattern: pattern.source } : {}),
  isDateString: () => ({ format: 'date' }),
  arrayMinSize: (minItems) => ({ minItems }),
  arrayMaxSize: (maxItems) => ({ maxItems }),
  isAmount: (isAboveZero) => ({ multipleOf: 0.0001, ...(isAboveZero === true && { exclusiveMinimum: 0 }) }),
};

/**
 * Completes what `@ApiProperty` says of a DTO, and of those within, by the rules that are checked, so that the document and the
 * check cannot say different things.
 */
export function documentRules(dto: object): void {
  if (typeof dto !== 'function') return;
  const prototype: unknown = dto.prototype;
  if (!isObject(prototype)) return;
  const names: unknown = Reflect.getMetadata(PROPERTY_NAMES, prototype);
  for (const name of (Array.isArray(names) ? names : []).map((entry) => String(entry).slice(1))) {
    const property: unknown = Reflect.getMetadata(PROPERTY, prototype, name);
    if (!isRecord(property)) continue;
    Reflect.defineMetadata(PROPERTY, { ...property, ...wordsFor(dto, name, property) }, prototype, name);
    for (const nested of [property['type']].flat()) if (isDto(nested)) documentRules(nested);
  }
}

function wordsFor(dto: Function, name: string, property: Schema): Schema {
  // Says itself what the field may be.
  if ('oneOf' in property) return {};
  const rules = getMetadataStorage()
    .getTargetValidationMetadatas(dto, '', true, false)
    .filter(({ propertyName }) => propertyName === name);
  const words = rules.map(
    ({ name: rule = '', constraints = [] }) => WORDS[rule]?.(...(constraints as unknown[])) ?? {},
  );
  const isOptional = rules.some(({ name: rule }) => rule === 'isOptional');
  const all: Schema = Object.assign({}, ...words);
  return isOptional ? { ...all, ...orNull(all) } : all;
}

/** What may be left out may be null, too. */
function orNull({ enum: values }: Schema): Schema {
  return { nullable: true, ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }) };
}

function isDto(type: unknown): type is object {
  return typeof type === 'function' && ![String, Number, Boolean, Object].some((plain) => plain === type);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
