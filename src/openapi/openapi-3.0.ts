import { isDeepStrictEqual } from 'node:util';
import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord } from '../common/json.js';
import { changeSchemas, type Schema } from './json-schema.js';

/** What 3.0 cannot say is left out: the document promises less then, never something else. */
const UNKNOWN = [
  'if',
  'then',
  'else',
  'dependentRequired',
  'propertyNames',
  'patternProperties',
  'contains',
  '$defs',
  'prefixItems',
];

/** `type: null`, in 3.0. */
const ONLY_NULL = { nullable: true, enum: [null] };

/** The same document in OpenAPI 3.0.3, for generators that know no 3.1: oapi-codegen is one that Migo names. */
export function toOpenApi30(document: OpenAPIObject): OpenAPIObject {
  const copy = structuredClone(document);
  changeSchemas(copy, asOf30);
  return { ...copy, openapi: '3.0.3' };
}

function asOf30(schema: Schema): void {
  for (const word of UNKNOWN) Reflect.deleteProperty(schema, word);
  for (const [word, value] of Object.entries(schema)) schema[word] = withoutBooleans(word, value);
  nameOneType(schema);
  if (schema['type'] === 'array' && !isRecord(schema['items'])) schema['items'] = {};
  dropNull(schema, 'anyOf');
  dropNull(schema, 'oneOf');
  limitByFlag(schema, { limit: 'minimum', exclusive: 'exclusiveMinimum' });
  limitByFlag(schema, { limit: 'maximum', exclusive: 'exclusiveMaximum' });
  if ('const' in schema) replace(schema, 'const', { enum: [schema['const']] });
  if (Array.isArray(schema['examples'])) replace(schema, 'examples', { example: schema['examples'][0] as unknown });
}

/** `true` and `false` are schemas in 3.1. In 3.0 only `additionalProperties` may be one. */
function withoutBooleans(word: string, value: unknown): unknown {
  if (word === 'not') return asObject(value);
  if (['allOf', 'anyOf', 'oneOf'].includes(word) && Array.isArray(value)) return value.map(asObject);
  if (word !== 'properties' || !isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asObject(one)]));
}

function asObject(schema: unknown): unknown {
  if (typeof schema !== 'boolean') return schema;
  return schema ? {} : { not: {} };
}

/** `type: [integer, string]` is `anyOf`, and `type: [string, null]` is `nullable`. */
function nameOneType(schema: Schema): void {
  const { type } = schema;
  if (type === 'null') replace(schema, 'type', { ...ONLY_NULL });
  if (!Array.isArray(type)) return;
  const types: unknown[] = type.filter((one) => one !== 'null');
  const [only] = types;
  const named = types.length === 1 ? { type: only } : { anyOf: types.map((one) => ({ type: one })) };
  replace(schema, 'type', { ...named, ...(types.length < type.length && { nullable: true }) });
}

/** Alternatives with null among them; a reference cannot have anything beside it. */
function dropNull(schema: Schema, word: 'anyOf' | 'oneOf'): void {
  const alternatives = schema[word];
  if (!Array.isArray(alternatives)) return;
  const others = alternatives.filter((one) => !isNull(one));
  if (others.length === alternatives.length) return;
  replace(schema, word, { [others.length === 1 ? 'allOf' : word]: others, nullable: true });
}

function isNull(schema: unknown): boolean {
  return isRecord(schema) && isDeepStrictEqual(schema, ONLY_NULL);
}

function limitByFlag(schema: Schema, { limit, exclusive }: { limit: string; exclusive: string }): void {
  const value = schema[exclusive];
  if (typeof value === 'number') Object.assign(schema, { [limit]: value, [exclusive]: true });
}

function replace(schema: Schema, word: string, by: Schema): void {
  Reflect.deleteProperty(schema, word);
  Object.assign(schema, by);
}
