import { isRecord, type JsonObject } from '../../common/json.js';
import type { ContractFaults } from '../file/faults.js';
import { isSafePattern } from './safe-pattern.js';

/** Taken over as they are; ajv checks their form. What is in no list does not constrain a request, or is left to Migo. */
const PLAIN = [
  ...['type', 'enum', 'const', 'format', 'required', 'multipleOf', 'minimum', 'maximum', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['title', 'description', 'deprecated', 'default', 'readOnly', 'writeOnly', 'dependentRequired'],
];
const ONE = ['items', 'not', 'additionalProperties', 'contains', 'propertyNames', 'if', 'then', 'else'];
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const LIMITS = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']);
/** How every reference of a converted schema begins. */
export const SCHEMAS = '#/components/schemas/';
const REFERENCE = /^#\/components\/schemas\/([A-Za-z0-9._-]+)$/;

export interface SchemaContext {
  version: '3.0' | '3.1';
  /** Name of a component of the file -> its name where all files come together. */
  nameOf: (component: string) => string | undefined;
  faults: ContractFaults;
}

/** A schema of a file as JSON Schema 2020-12: for ajv, and for the gateway's own OpenAPI 3.1 document. */
export function toJsonSchema(schema: unknown, context: SchemaContext): JsonObject {
  if (schema === true) return {};
  if (schema === false) return { not: {} };
  if (!isRecord(schema)) {
    context.faults.add('a schema is not an object');
    return {};
  }
  if (schema['$ref'] !== undefined) return reference(schema['$ref'], context);
  for (const name of Object.keys(schema)) {
    if (name.startsWith('$') && name !== '$comment') context.faults.add(`a schema has ${name}, which is not supported`);
  }
  return context.version === '3.0' ? fromVersion30(converted(schema, context), schema) : converted(schema, context);
}

function reference(target: unknown, { nameOf, faults }: SchemaContext): JsonObject {
  const component = typeof target === 'string' ? REFERENCE.exec(target)?.[1] : undefined;
  const name = component === undefined ? undefined : nameOf(component);
  if (name === undefined)
    faults.add('a $ref names no schema of this file: only #/components/schemas/<name> is followed');
  return name === undefined ? {} : { $ref: SCHEMAS + name };
}

function converted(schema: JsonObject, context: SchemaContext): JsonObject {
  const below = (value: unknown): JsonObject => toJsonSchema(value, context);
  const entries: [string, unknown][] = [];
  for (const name of PLAIN) if (schema[name] !== undefined) entries.push([name, schema[name]]);
  for (const name of ONE) {
    const value = schema[name];
    if (value !== undefined) entries.push([name, typeof value === 'boolean' ? value : below(value)]);
  }
  for (const name of LISTS) {
    const value = schema[name];
    if (Array.isArray(value)) entries.push([name, value.map(below)]);
  }
  const { properties, pattern, required } = schema;
  if (isRecord(properties)) {
    entries.push(['properties', Object.fromEntries(Object.entries(properties).map(([key, of]) => [key, below(of)]))]);
  }
  if (typeof pattern === 'string' && isSafePattern(pattern)) entries.push(['pattern', pattern]);
  const result: Record<string, unknown> = Object.fromEntries(entries);
  // What an answer has, a request need not.
  if (!Array.isArray(required)) delete result['required'];
  else if (isRecord(properties)) result['required'] = required.filter((key) => !isReadOnly(properties, key));
  // Its names are left to Migo, so that nothing can be said of the others.
  if (schema['patternProperties'] !== undefined) delete result['additionalProperties'];
  return result;
}

function isReadOnly(properties: JsonObject, key: unknown): boolean {
  const property = typeof key === 'string' ? properties[key] : undefined;
  return isRecord(property) && property['readOnly'] === true;
}

/** OpenAPI 3.0 says `nullable` and has booleans for exclusive limits. */
function fromVersion30(schema: JsonObject, { nullable }: JsonObject): JsonObject {
  const low = limits(schema, 'minimum', 'exclusiveMinimum');
  const high = limits(schema, 'maximum', 'exclusiveMaximum');
  const others = Object.fromEntries(Object.entries(schema).filter(([name]) => !LIMITS.has(name)));
  const result: JsonObject = { ...others, ...low, ...high };
  if (nullable !== true) return result;
  const { type } = schema;
  if (typeof type === 'string') return { ...result, type: [type, 'null'] };
  return Object.keys(result).length === 0 ? result : { anyOf: [result, { type: 'null' }] };
}

/** `minimum: 1, exclusiveMinimum: true` -> `exclusiveMinimum: 1`. A number there is from a file that is ahead of its version. */
function limits(schema: JsonObject, limit: string, exclusive: string): JsonObject {
  const [value, flag] = [schema[limit], schema[exclusive]];
  if (flag === true) return value === undefined ? {} : { [exclusive]: value };
  return {
    ...(value !== undefined && { [limit]: value }),
    ...(typeof flag === 'number' && { [exclusive]: flag }),
  };
}
