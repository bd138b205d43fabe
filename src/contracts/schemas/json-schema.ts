import { isRecord, type JsonObject } from '../../common/json.js';
import type { ContractFaults } from '../file/faults.js';
import { agreeing, knownTypes, orNull, withoutEmptyType, withoutLoneList } from './nest-manners.js';
import { readPattern, withFlags } from './patterns.js';

type Rule = (value: unknown) => boolean;

const isNumber: Rule = (value) => typeof value === 'number';
const isCount: Rule = (value) => Number.isInteger(value) && Number(value) >= 0;
const isFlag: Rule = (value) => typeof value === 'boolean';
const isAny: Rule = () => true;
const areNames: Rule = (value) => Array.isArray(value) && value.every((name) => typeof name === 'string');

/** Taken over as they are. What is in no list does not constrain a request, or is left to Migo. */
const PLAIN: Readonly<Record<string, Rule>> = {
  ...{ const: isAny, default: isAny, uniqueItems: isFlag, minimum: isNumber, maximum: isNumber },
  ...{ minLength: isCount, maxLength: isCount, minItems: isCount, maxItems: isCount },
  ...{ minProperties: isCount, maxProperties: isCount },
  multipleOf: (value) => typeof value === 'number' && value > 0,
  exclusiveMinimum: (value) => isNumber(value) || isFlag(value),
  exclusiveMaximum: (value) => isNumber(value) || isFlag(value),
  dependentRequired: (value) => isRecord(value) && Object.values(value).every(areNames),
};
/** Left out where they are of another type: they constrain nothing. */
const ANNOTATIONS: Readonly<Record<string, string>> = {
  ...{ title: 'string', description: 'string', format: 'string' },
  ...{ deprecated: 'boolean', readOnly: 'boolean', writeOnly: 'boolean' },
};
const ONE = ['items', 'not', 'additionalProperties', 'contains', 'propertyNames', 'if', 'then', 'else'];
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
/** They hold values, not schemas. */
export const DATA = new Set(['const', 'default', 'enum', 'discriminator', 'required', 'dependentRequired']);
const SAYS_NOTHING = new Set(['$comment', '$schema', '$defs']);
/** How every reference of a converted schema begins. */
export const SCHEMAS = '#/components/schemas/';
/** A pattern with flags, which is no pattern of JSON Schema. */
export const FLAGGED = 'x-pattern';

export interface SchemaContext {
  version: '3.0' | '3.1';
  /** A reference of the file -> the name of its target where all files come together. */
  nameOf: (reference: unknown) => string | undefined;
  /** A schema as the file has it, with references followed. */
  resolve: (schema: unknown) => JsonObject | undefined;
  faults: ContractFaults;
}

/** A schema of a file as JSON Schema 2020-12: for ajv, and for the gateway's own OpenAPI 3.1 document. */
export function toJsonSchema(schema: unknown, context: SchemaContext, at: string): JsonObject {
  if (schema === true) return {};
  if (schema === false) return { not: {} };
  if (!isRecord(schema)) {
    context.faults.add(`${at}: a schema is not an object`);
    return {};
  }
  const { $ref: reference, nullable } = schema;
  // Beside a reference OpenAPI 3.0 has nothing that counts.
  const own = reference !== undefined && context.version === '3.0' ? {} : converted(schema, context, at);
  const target = reference === undefined ? {} : referenceTo(reference, context, at);
  const result = withoutLoneList(withoutEmptyType(agreeing({ ...target, ...own })));
  return nullable === true ? orNull(result) : result;
}

function referenceTo(target: unknown, { nameOf, faults }: SchemaContext, at: string): JsonObject {
  const name = nameOf(target);
  if (name !== undefined) return { $ref: SCHEMAS + name };
  faults.add(`${at}: a $ref names no schema of this file: only #/components/schemas/<name> and the like are followed`);
  return {};
}

function converted(schema: JsonObject, context: SchemaContext, at: string): JsonObject {
  const below = (value: unknown, name: string): JsonObject => toJsonSchema(value, context, `${at}.${name}`);
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(schema)) {
    if (!name.startsWith('$') || name === '$ref' || SAYS_NOTHING.has(name)) continue;
    context.faults.add(`${at}: a schema has ${name}, which is not supported`);
  }
  for (const [name, isOne] of Object.entries(PLAIN)) {
    const value = schema[name];
    if (value === undefined || (value === null && name !== 'const' && name !== 'default')) continue;
    if (!isOne(value)) context.faults.add(`${at}: ${name} has a value that makes no sense`);
    result[name] = value;
  }
  for (const [name, type] of Object.entries(ANNOTATIONS)) if (typeof schema[name] === type) result[name] = schema[name];
  for (const name of ONE) {
    const value = schema[name];
    if (typeof value === 'boolean') result[name] = value;
    else if (value !== undefined && !Array.isArray(value)) result[name] = below(value, name);
  }
  for (const name of LISTS) {
    const value: unknown = schema[name];
    if (Array.isArray(value) && value.length > 0)
      result[name] = value.map((one, index) => below(one, `${name}[${index}]`));
  }
  const { type, enum: values, properties, pattern, required } = schema;
  const types = knownTypes(type);
  if (types !== undefined) result['type'] = types;
  if (Array.isArray(values) && values.length > 0) result['enum'] = [...new Set<unknown>(values)];
  if (isRecord(properties)) {
    result['properties'] = Object.fromEntries(
      Object.entries(properties).map(([key, of]) => [key, below(of, `properties.${key}`)]),
    );
  }
  if (typeof pattern === 'string') Object.assign(result, patternOf(pattern, context, at));
  const needed = Array.isArray(required) ? requiredOf(required, properties, context) : [];
  if (needed.length > 0) result['required'] = needed;
  // Its names are left to Migo, so that nothing can be said of the others.
  if (schema['patternProperties'] !== undefined) delete result['additionalProperties'];
  moveLimit(result, 'minimum', 'exclusiveMinimum');
  moveLimit(result, 'maximum', 'exclusiveMaximum');
  return { ...result, ...discriminatorOf(schema, context) };
}

function patternOf(text: string, { faults }: SchemaContext, at: string): JsonObject {
  const { source, flags, left } = readPattern(text);
  if (left !== undefined) faults.note(`${at}.pattern, which ${left}: it is left to Migo`);
  if (source === undefined) return {};
  return flags === '' ? { pattern: source } : { [FLAGGED]: withFlags(source, flags) };
}

/** What an answer has, a request need not. */
function requiredOf(required: readonly unknown[], properties: unknown, context: SchemaContext): string[] {
  const names = required.filter((name): name is string => typeof name === 'string');
  const known = isRecord(properties) ? properties : {};
  return [...new Set(names)].filter((name) => !Object.hasOwn(known, name) || !isReadOnly(known[name], context));
}

function isReadOnly(property: unknown, { resolve }: SchemaContext): boolean {
  if (isRecord(property) && property['readOnly'] === true) return true;
  const { readOnly, allOf } = resolve(property) ?? {};
  return readOnly === true || (Array.isArray(allOf) && allOf.some((part) => resolve(part)?.['readOnly'] === true));
}

/** `minimum: 1, exclusiveMinimum: true` -> `exclusiveMinimum: 1`, in whatever version it stands. */
function moveLimit(schema: Record<string, unknown>, word: string, exclusive: string): void {
  const { [word]: value, [exclusive]: flag } = schema;
  if (typeof flag !== 'boolean') return;
  Reflect.deleteProperty(schema, exclusive);
  if (!flag || value === undefined) return;
  Reflect.deleteProperty(schema, word);
  schema[exclusive] = value;
}

/** Says for every alternative by which value it is chosen: names of components are others here. */
function discriminatorOf({ discriminator, oneOf, anyOf }: JsonObject, { nameOf }: SchemaContext): JsonObject {
  const alternatives: unknown[] = [oneOf, anyOf].flat().filter((one) => isRecord(one) && one['$ref'] !== undefined);
  const propertyName = isRecord(discriminator) ? discriminator['propertyName'] : undefined;
  if (typeof propertyName !== 'string' || alternatives.length === 0 || !isRecord(discriminator)) return {};
  const targets = alternatives.flatMap((one) => (isRecord(one) && typeof one['$ref'] === 'string' ? one['$ref'] : []));
  const given = isRecord(discriminator['mapping']) ? Object.entries(discriminator['mapping']) : [];
  const mapped = given.map(([value, to]) => [value, nameOf(to) ?? nameOf(`${SCHEMAS}${String(to)}`)] as const);
  const known = new Set(mapped.map(([, name]) => name));
  const implied = targets.map((target) => [target.split('/').at(-1) ?? '', nameOf(target)] as const);
  const names = new Set(targets.map(nameOf));
  const mapping = [...implied.filter(([, name]) => !known.has(name)), ...mapped].flatMap(([value, name]) =>
    name === undefined || !names.has(name) ? [] : [[value, SCHEMAS + name]],
  );
  return mapping.length === 0
    ? {}
    : { discriminator: { propertyName, mapping: Object.fromEntries(mapping) as object } };
}
