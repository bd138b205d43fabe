import { isRecord, type JsonObject } from '../../common/json.js';

const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);
const COMPOSED = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'const'];
/** Beside them a type says nothing of a value. */
const ANNOTATIONS = new Set(['title', 'description', 'deprecated', 'readOnly', 'writeOnly', 'default', 'format']);

/** The types of JSON that a file names; undefined where it names another, such as `any` or a class. */
export function knownTypes(type: unknown): string | string[] | undefined {
  const types = [type].flat();
  if (types.length === 0 || !types.every((one): one is string => typeof one === 'string' && TYPES.has(one)))
    return undefined;
  const [only = ''] = types;
  return types.length === 1 ? only : [...new Set(types)];
}

/**
 * A bare `type: object` is what Nest writes for `any`, for unions and for types that it cannot name; beside `allOf` and the
 * like it writes one for whatever stands there.
 */
export function withoutEmptyType(schema: JsonObject): JsonObject {
  const { type, ...others } = schema;
  if (![type].flat().includes('object')) return schema;
  const isBare = Object.keys(others).every((name) => ANNOTATIONS.has(name));
  return isBare || COMPOSED.some((name) => others[name] !== undefined) ? others : schema;
}

/** `allOf` or `oneOf` of one reference: in 3.0 the only ways to put a description or a null beside it. */
export function withoutLoneList(schema: JsonObject): JsonObject {
  const words = ['allOf', 'anyOf', 'oneOf'].filter((word) => schema[word] !== undefined);
  const [word = ''] = words;
  const { [word]: list, ...others } = schema;
  const [only, ...more]: unknown[] = Array.isArray(list) ? (list as unknown[]) : [];
  const isReference = isRecord(only) && typeof only['$ref'] === 'string' && Object.keys(only).length === 1;
  const isLone = words.length === 1 && more.length === 0 && !('$ref' in others || 'discriminator' in others);
  return isReference && isLone ? { ...others, ...only } : schema;
}

/** `enum: ['1', '2']` of a number: both are meant, and a document that says both is valid. */
export function agreeing(schema: JsonObject): JsonObject {
  const { type, enum: values, ...others } = schema;
  if (!Array.isArray(values) || type === undefined) return schema;
  const types = [type].flat();
  if (values.every((value) => value === null || types.includes(typeOf(value)) || isWhole(value, types))) return schema;
  const texts = values.map(String);
  const numbers = types.includes('string') ? [] : texts.map(Number).filter((value) => Number.isFinite(value));
  return {
    ...others,
    enum: [...new Set<unknown>([...(values as unknown[]), ...(types.includes('string') ? texts : numbers)])],
  };
}

function isWhole(value: unknown, types: readonly unknown[]): boolean {
  return Number.isInteger(value) && types.includes('integer');
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

/** `nullable`, whatever it stands beside. */
export function orNull(schema: JsonObject): JsonObject {
  if (COMPOSED.some((name) => schema[name] !== undefined)) return { anyOf: [schema, { type: 'null' }] };
  const { type, enum: values } = schema;
  return {
    ...schema,
    ...(type !== undefined && { type: [...new Set([type, 'null'].flat())] }),
    ...(Array.isArray(values) && { enum: [...new Set<unknown>([...(values as unknown[]), null])] }),
  };
}
