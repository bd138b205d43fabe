import type { JsonObject } from '../../common/json.js';
import type { Definitions } from '../file/operation.js';
import { type Property, type SchemaShape, shapeOfSchema } from '../schemas/schema-shape.js';

interface Side {
  schema: unknown;
  definitions: Definitions;
}

interface Compared {
  /** Of the contract file. */
  there: Side;
  /** Of the gateway's own OpenAPI document. */
  here: Side;
  /** Fields that the gateway fills in itself. */
  filledIn?: readonly string[];
}

const MAX_DEPTH = 8;

/** What a client would be told differently by the two schemas, one text for each difference, e.g. `body.name: is …`. */
export function schemaDifferences(field: string, { there, here, filledIn = [] }: Compared, depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  const theirs = shapeOfSchema(there.schema, there.definitions);
  const ours = shapeOfSchema(here.schema, here.definitions);
  const below = (name: string, left: JsonObject, right: JsonObject): string[] => {
    const sides = { there: { ...there, schema: left }, here: { ...here, schema: right } };
    return schemaDifferences(name, sides, depth + 1);
  };
  const own = [typeDifference(theirs, ours), valueDifference(theirs, ours)].flatMap((text) => text ?? []);
  const items = theirs.items && ours.items ? below(`${field}[]`, theirs.items, ours.items) : [];
  return [
    ...own.map((text) => `${field} ${text}`),
    ...items,
    ...propertyDifferences(field, { theirs, ours, filledIn }, below),
  ];
}

interface Shapes {
  theirs: SchemaShape;
  ours: SchemaShape;
  filledIn: readonly string[];
}

function propertyDifferences(
  field: string,
  { theirs, ours, filledIn }: Shapes,
  below: (name: string, left: JsonObject, right: JsonObject) => string[],
): string[] {
  // An object that says nothing of its fields may have any.
  if (theirs.properties.size === 0 || (ours.properties.size === 0 && ours.types.has('object'))) return [];
  const names = [...new Set([...theirs.properties.keys(), ...ours.properties.keys()])].filter(
    (name) => !filledIn.includes(name),
  );
  return names.flatMap((name) => {
    const [left, right] = [theirs.properties.get(name), ours.properties.get(name)];
    const text = requiredDifference(left, right);
    const nested = left && right ? below(`${field}.${name}`, left.schema, right.schema) : [];
    return [...(text === undefined ? [] : [`${field}.${name} ${text}`]), ...nested];
  });
}

/** Fields of a body that we do not know are passed on, so that an optional one is no difference. */
function requiredDifference(there: Property | undefined, here: Property | undefined): string | undefined {
  if (there === undefined)
    return here?.required === true ? 'is not known there and required here' : 'is not known there';
  if (here === undefined) return there.required ? 'is required there and not known here' : undefined;
  if (there.required === here.required) return undefined;
  return there.required ? 'is required there and optional here' : 'is optional there and required here';
}

function typeDifference(theirs: SchemaShape, ours: SchemaShape): string | undefined {
  const [there, here] = [typeText(theirs), typeText(ours)];
  if (there === '' || here === '' || there === here) return undefined;
  // Every integer is a number: what we take is no less than what Migo takes.
  return there === 'integer' && here === 'number' ? undefined : `is ${there} there and ${here} here`;
}

function typeText({ types }: SchemaShape): string {
  return [...types].sort().join(' or ');
}

function valueDifference(theirs: SchemaShape, ours: SchemaShape): string | undefined {
  const [there, here] = [theirs.values, ours.values];
  if (there === undefined && here === undefined) return undefined;
  if (there === undefined) return `takes any value there and ${textOf(here)} here`;
  if (here === undefined) return `takes ${textOf(there)} there and any value here`;
  const onlyThere = [...there].filter((value) => !here.has(value));
  const onlyHere = [...here].filter((value) => !there.has(value));
  if (onlyThere.length + onlyHere.length === 0) return undefined;
  const parts = [
    ...(onlyThere.length > 0 ? [`${textOf(onlyThere)} there only`] : []),
    ...(onlyHere.length > 0 ? [`${textOf(onlyHere)} here only`] : []),
  ];
  return `takes ${parts.join(' and ')}`;
}

function textOf(values: Iterable<string> = []): string {
  return [...values].sort().join(', ');
}
