import type { Definitions } from '../file/operation.js';
import { type SchemaShape, shapeOfSchema } from '../schemas/schema-shape.js';

interface Side {
  schema: unknown;
  definitions: Definitions;
}

export interface Sides {
  /** Of the contract file. */
  there: Side;
  /** Of the gateway's own OpenAPI document. */
  here: Side;
}

interface Compared extends Sides {
  /** Fields that the gateway fills in itself. */
  filledIn?: readonly string[];
  /** Whether fields that one side does not know are neither taken nor passed on: those of a query are not, those of a body are. */
  isClosed?: boolean;
}

const MAX_DEPTH = 8;

/** What a client would be told differently by the two schemas, one text for each difference, e.g. `body.name: is …`. */
export function schemaDifferences(field: string, compared: Compared, depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  const { there, here, filledIn = [], isClosed = false } = compared;
  const theirs = shapeOfSchema(there.schema, there.definitions);
  const ours = shapeOfSchema(here.schema, here.definitions);
  const below = (name: string, left: unknown, right: unknown): string[] =>
    schemaDifferences(
      name,
      { there: { ...there, schema: left }, here: { ...here, schema: right }, filledIn },
      depth + 1,
    );
  const own = [typeDifference(theirs, ours), valueDifference(theirs, ours)].flatMap((text) => text ?? []);
  const items = theirs.items && ours.items ? below(`${field}[]`, theirs.items, ours.items) : [];
  // An object that says nothing of its fields may have any.
  const isAny = theirs.properties.size === 0 || (ours.properties.size === 0 && ours.types.has('object'));
  const names = isAny && !isClosed ? [] : [...theirs.properties.keys(), ...ours.properties.keys()];
  const properties = [...new Set(names)].flatMap((name) => {
    if (filledIn.includes(name)) return [];
    const text = fieldDifference(stateOf(name, theirs), stateOf(name, ours), isClosed);
    const [left, right] = [theirs.properties.get(name), ours.properties.get(name)];
    const nested = left && right ? below(`${field}.${name}`, left, right) : [];
    return [...(text === undefined ? [] : [`${field}.${name} ${text}`]), ...nested];
  });
  return [...own.map((text) => `${field} ${text}`), ...items, ...properties];
}

function stateOf(name: string, { properties, required }: SchemaShape): 'not known' | 'required' | 'optional' {
  if (!properties.has(name)) return 'not known';
  return required.has(name) ? 'required' : 'optional';
}

/** An optional field of a body that we do not know is passed on. */
function fieldDifference(there: string, here: string, isClosed: boolean): string | undefined {
  if (there === here) return undefined;
  if (there === 'not known') return here === 'required' ? 'is not known there and required here' : 'is not known there';
  if (here !== 'not known') return `is ${there} there and ${here} here`;
  if (isClosed) return `is ${there === 'required' ? there : 'known'} there and not passed on here`;
  return there === 'required' ? 'is required there and not known here' : undefined;
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
