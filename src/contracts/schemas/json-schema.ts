import { Ajv2020 } from 'ajv/dist/2020.js';
import traverse from 'json-schema-traverse';
import { isRecord, type JsonObject } from '../../common/json.js';
import type { Findings } from '../file/findings.js';
import { agreeing, knownTypes, orNull, withoutEmptyType, withoutLoneList } from './nest-manners.js';
import { readPattern } from './patterns.js';

/** How every reference of a converted schema begins. */
const SCHEMAS = '#/components/schemas/';
/** A pattern with flags, which is no pattern of JSON Schema. */
export const FLAGGED = 'x-pattern';

type Fit = (value: unknown) => boolean;
const isText: Fit = (value) => typeof value === 'string';
const isFlag: Fit = (value) => typeof value === 'boolean';
const isList: Fit = (value) => Array.isArray(value) && value.length > 0;
const isGiven: Fit = (value) => value !== null;
const isOne: Fit = (value) => value !== null && !Array.isArray(value);

/** What is taken over of a schema where its value is fit. The rest constrains no request, or is left to Migo. */
const KEYWORDS = new Map<string, Fit>(
  [
    { fit: () => true, names: ['const', 'default'] },
    {
      fit: isGiven,
      names: ['$ref', 'type', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
    },
    { fit: isGiven, names: ['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'dependentRequired'] },
    { fit: isGiven, names: ['minProperties', 'maxProperties'] },
    { fit: isText, names: ['title', 'description', 'format', 'pattern'] },
    { fit: isFlag, names: ['nullable', 'deprecated', 'readOnly', 'writeOnly'] },
    { fit: isRecord, names: ['properties', 'discriminator'] },
    { fit: isList, names: ['enum', 'required', 'allOf', 'anyOf', 'oneOf', 'prefixItems'] },
    { fit: isOne, names: ['items', 'additionalProperties', 'contains', 'propertyNames', 'not', 'if', 'then', 'else'] },
  ].flatMap(({ fit, names }) => names.map((name): [string, Fit] => [name, fit])),
);
const NO_SCHEMA = 'a $ref names no schema of this file: only #/components/schemas/<name> and the like are followed';
const SAYS_NOTHING = ['$comment', '$schema', '$defs'];
/** Pointer to a schema that is about the same value as the one that it stands in. */
const IN_PLACE = /^(?:\/(?:(?:allOf|anyOf|oneOf)\/\d+|not|if|then|else))*$/;
/** Knows JSON Schema's own schema, which says what the value of each keyword may be. */
const metaSchema = new Ajv2020({ strict: false, logger: false });

export interface SchemaContext {
  version: '3.0' | '3.1';
  /** A reference of the file -> the name of its target where all files come together. */
  nameOf: (reference: unknown, isPart?: boolean) => string | undefined;
  /** A schema as the file has it, with references followed. */
  resolve: (schema: unknown) => JsonObject | undefined;
  findings: Findings;
}

/** Of which schema a reference of a converted schema is. */
export function nameIn(reference: unknown): string {
  return String(reference).slice(SCHEMAS.length);
}

type Schema = Record<string, unknown>;

/**
 * A schema of a file as JSON Schema 2020-12: for ajv, and for the gateway's own OpenAPI 3.1 document.
 *
 * @param isPart whether it is one of several that a value must fit
 */
export function toJsonSchema(schema: unknown, context: SchemaContext, at: string, isPart = false): JsonObject {
  if (typeof schema === 'boolean') return schema ? {} : { not: {} };
  if (isRecord(schema)) return new SchemaReading(context, at).read(structuredClone<Schema>(schema), isPart);
  context.findings.add(`${at}: a schema is not an object`);
  return {};
}

/** Turns a copy of a schema into what it means, with all that are in it, each where it stands. */
class SchemaReading {
  /** Schemas beside others that the same value must fit: each class of a hierarchy may be closed, and means the fields of all. */
  private readonly parts = new WeakSet<object>();

  constructor(
    private readonly context: SchemaContext,
    private readonly at: string,
  ) {}

  read(schema: Schema, isPart: boolean): JsonObject {
    if (isPart) this.parts.add(schema);
    this.visit(schema, '');
    if (metaSchema.validateSchema(schema) === false) {
      const place = metaSchema.errors?.[0]?.instancePath.split('/') ?? [];
      const word = place.pop() ?? '';
      this.context.findings.add(`${this.at}${place.join('.')}: ${word} has a value that makes no sense`);
    }
    return schema;
  }

  private visit(root: Schema, above: string): void {
    const pre: traverse.Callback = (part: Schema, below) => {
      this.readOne(part, above + below);
      // A keyword that is younger than the library.
      listOf(part['prefixItems']).forEach((item, index) => {
        this.visit(item as Schema, `${above}${below}/prefixItems/${index}`);
      });
    };
    traverse(root, { cb: { pre, post: finish } });
  }

  /** Reads one schema, but for those in it. */
  private readOne(schema: Schema, pointer: string): void {
    const { version, findings } = this.context;
    const { $ref: reference, nullable, patternProperties } = schema;
    const at = this.at + pointer.replaceAll('/', '.');
    // Beside a reference OpenAPI 3.0 has nothing that counts.
    if (reference !== undefined && version === '3.0') become(schema, { $ref: reference, nullable });
    for (const [name, value] of Object.entries(schema)) {
      if (name.startsWith('$') && !KEYWORDS.has(name) && !SAYS_NOTHING.includes(name))
        findings.add(`${at}: a schema has ${name}, which is not supported`);
      if (KEYWORDS.get(name)?.(value) !== true) Reflect.deleteProperty(schema, name);
    }
    const { allOf, anyOf, oneOf, properties, additionalProperties, pattern, type, enum: values } = schema;
    const isPart = this.parts.has(schema) || (reference !== undefined && (properties ?? allOf) !== undefined);
    const isWhole = listOf(allOf).length < 2 && [properties, anyOf, oneOf, reference].every((one) => one === undefined);
    const parts = isPart || !isWhole ? listOf(allOf) : [];
    // One alternative is none: it is what the part is.
    const lone = isPart ? [anyOf, oneOf].map(listOf).filter((list) => list.length === 1) : [];
    for (const part of [...parts, ...lone.flat()].filter(isRecord)) this.parts.add(part);
    // Of fields that a pattern names nothing is said here, so that nothing can be said of the others.
    const isOpen =
      patternProperties !== undefined || (additionalProperties === false && (isPart || allOf !== undefined));
    const { source, flagged, left } = typeof pattern === 'string' ? readPattern(pattern) : {};
    if (left !== undefined) findings.note(`${at}.pattern, which ${left}: it is left to Migo`);
    const target = reference === undefined ? undefined : this.context.nameOf(reference, isPart);
    if (target !== undefined) findings.references.add(target);
    else if (reference !== undefined) findings.add(`${at}: ${NO_SCHEMA}`);
    if (target !== undefined && IN_PLACE.test(pointer)) findings.inPlace.add(target);
    become(schema, {
      ...schema,
      ...(isOpen && { additionalProperties: undefined }),
      ...limit(schema, 'minimum', 'exclusiveMinimum'),
      ...limit(schema, 'maximum', 'exclusiveMaximum'),
      pattern: source,
      [FLAGGED]: flagged,
      $ref: target && SCHEMAS + target,
      type: knownTypes(type),
      enum: values && [...new Set(listOf(values))],
      required: requiredOf(schema, this.context),
      discriminator: discriminatorOf(schema, this.context),
    });
  }
}

/** What can only be said of a schema once those in it are read. */
function finish(schema: Schema): void {
  const { nullable, ...own } = schema;
  const meant = withoutLoneList(withoutEmptyType(agreeing(own)));
  become(schema, nullable === true ? orNull(meant) : meant);
}

/** Makes a schema another one where it stands. */
function become(schema: Schema, other: JsonObject): void {
  for (const name of Object.keys(schema)) Reflect.deleteProperty(schema, name);
  for (const [name, value] of Object.entries(other)) if (value !== undefined) schema[name] = value;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What an answer has, a request need not. */
function requiredOf({ required, properties }: Schema, context: SchemaContext): string[] | undefined {
  const known = new Map(Object.entries(properties ?? {}));
  const names = new Set(listOf(required).filter((name): name is string => typeof name === 'string'));
  const needed = [...names].filter((name) => !isReadOnly(known.get(name), context));
  return needed.length > 0 ? needed : undefined;
}

function isReadOnly(property: unknown, { resolve }: SchemaContext): boolean {
  const target = resolve(property);
  const parts: unknown[] = [property, target, ...listOf(target?.['allOf']).map(resolve)];
  return parts.some((part) => isRecord(part) && part['readOnly'] === true);
}

/** `minimum: 1, exclusiveMinimum: true` -> `exclusiveMinimum: 1`, in whatever version it stands. */
function limit(schema: Schema, word: string, exclusive: string): JsonObject {
  const { [word]: value, [exclusive]: flag } = schema;
  if (typeof flag !== 'boolean') return {};
  return flag ? { [word]: undefined, [exclusive]: value } : { [exclusive]: undefined };
}

/** Says for every alternative by which values it is chosen: names of components are others here. */
function discriminatorOf({ discriminator, oneOf, anyOf }: Schema, { nameOf }: SchemaContext): JsonObject | undefined {
  const { propertyName, mapping } = isRecord(discriminator) ? discriminator : {};
  const mapped = Object.entries(mapping ?? {}).filter((pair): pair is [string, string] => isText(pair[1]));
  const given = new Map(mapped.map(([value, to]) => [value, nameOf(to) ?? nameOf(SCHEMAS + to)]));
  const chosen = [oneOf, anyOf].flat().flatMap((alternative: unknown) => {
    const reference = isRecord(alternative) ? alternative['$ref'] : undefined;
    const name = nameOf(reference);
    if (name === undefined) return [];
    const values = [...given].filter(([, to]) => to === name).map(([value]) => value);
    const implied = String(reference).split('/').at(-1) ?? '';
    const own = values.length > 0 || given.has(implied) ? values : [implied];
    return own.map((value) => [value, SCHEMAS + name] as const);
  });
  return typeof propertyName === 'string' && chosen.length > 0
    ? { propertyName, mapping: Object.fromEntries(chosen) }
    : undefined;
}
