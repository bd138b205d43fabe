import { isRecord, type JsonObject } from '../../common/json.js';

const TYPES = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'];
const COMPOSED = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'const'];
/** Beside them a type says nothing of a value. */
const ANNOTATIONS = ['title', 'description', 'deprecated', 'readOnly', 'writeOnly', 'default', 'format'];

/** The types of JSON that a file names; undefined where it names another, such as `any` or a class. */
export function knownTypes(type: unknown): unknown {
  const types = [...new Set<unknown>([type].flat())];
  if (types.length === 0 || !types.every((one) => TYPES.some((known) => known === one))) return undefined;
  return types.length === 1 ? types[0] : types;
}

/**
 * A bare `type: object` is what Nest writes for `any`, for unions and for types that it cannot name; beside `allOf` and the
 * like it writes one for whatever stands there.
 */
export function withoutEmptyType(schema: JsonObject): JsonObject {
  const { type, ...others } = schema;
  if (![type].flat().includes('object')) return schema;
  const isBare = Object.keys(others).every((name) => ANNOTATIONS.includes(name));
  return isBare || COMPOSED.some((name) => others[name] !== undefined) ? others : schema;
}

/** `allOf` or `oneOf` of one reference: in 3.0 the only ways to put a description or a null beside it. */
export function withoutLoneList(schema: JsonObject): JsonObject {
  const [word = '', ...more] = ['$ref', 'allOf', 'anyOf', 'oneOf', 'discriminator'].filter((name) => name in schema);
  const { [word]: list, ...others } = schema;
  const only: unknown = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
  const isReference = isRecord(only) && '$ref' in only && Object.keys(only).length === 1;
  return isReference && more.length === 0 ? { ...others, ...only } : schema;
}

/** `enum: ['1', '2']` of a number: both are meant, and a document that says both is valid. */
export function agreeing(schema: JsonObject): JsonObject {
  const { type, enum: values, ...others } = schema;
  if (!Array.isArray(values) || type === undefined) return schema;
  const types = [type].flat();
  const strange = values.filter((value) => value !== null && !types.some((one) => isOf(one, value)));
  if (strange.length === 0) return schema;
  const meant = types.includes('string') ? strange.map(String) : strange.map(Number).filter(Number.isFinite);
  return { ...others, enum: [...new Set<unknown>([...(values as unknown[]), ...meant])] };
}

function isOf(type: unknown, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return type === (Array.isArray(value) ? 'array' : typeof value);
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
