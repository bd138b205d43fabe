import { isRecord, type JsonObject } from '../../common/json.js';
import type { Definitions } from '../file/operation.js';
import { nameIn } from './json-schema.js';

/** What two schemas are compared by, with references followed and `allOf` put together. */
export interface SchemaShape {
  /** JSON types without `null`; empty where the schema does not say. */
  types: ReadonlySet<string>;
  /** Allowed values as JSON texts, where they are listed. */
  values?: ReadonlySet<string> | undefined;
  properties: ReadonlyMap<string, unknown>;
  required: ReadonlySet<string>;
  items?: JsonObject | undefined;
}

const NOTHING: SchemaShape = { types: new Set(), properties: new Map(), required: new Set() };

/** `known`: shapes of named schemas. One that contains itself adds nothing to itself. */
export function shapeOfSchema(
  schema: unknown,
  definitions: Definitions,
  known = new Map<string, SchemaShape>(),
): SchemaShape {
  if (!isRecord(schema)) return NOTHING;
  const { $ref: target, type, enum: listed, properties, required, items, allOf, anyOf, oneOf } = schema;
  const isNull = (part: unknown): boolean => isRecord(part) && part['type'] === 'null';
  const shapesOf = (...parts: unknown[]): SchemaShape[] =>
    parts.filter((part) => isRecord(part) && !isNull(part)).map((part) => shapeOfSchema(part, definitions, known));
  const own: SchemaShape = {
    types: new Set([type].flat().filter((one): one is string => typeof one === 'string' && one !== 'null')),
    values: Array.isArray(listed) ? valuesOf(listed) : undefined,
    properties: new Map(isRecord(properties) ? Object.entries(properties) : []),
    required: new Set(Array.isArray(required) ? required : []),
    items: isRecord(items) ? items : undefined,
  };
  const inherited = [
    ...(target === undefined ? [] : [named(nameIn(target), definitions, known)]),
    ...shapesOf(...[allOf].flat()),
  ];
  return [...inherited, ...either(shapesOf(...[anyOf, oneOf].flat()))].reduce(both, own);
}

function named(name: string, definitions: Definitions, known: Map<string, SchemaShape>): SchemaShape {
  const found = known.get(name);
  if (found !== undefined) return found;
  known.set(name, NOTHING);
  const shape = shapeOfSchema(definitions(name), definitions, known);
  known.set(name, shape);
  return shape;
}

function valuesOf(listed: readonly unknown[]): Set<string> {
  return new Set(listed.filter((value) => value !== null).map((value) => JSON.stringify(value)));
}

function both(a: SchemaShape, b: SchemaShape): SchemaShape {
  return {
    types: a.types.size > 0 ? a.types : b.types,
    values: a.values ?? b.values,
    properties: new Map([...a.properties, ...b.properties]),
    required: new Set([...a.required, ...b.required]),
    items: a.items ?? b.items,
  };
}

/** What holds whichever of them applies: one of the types, any of the properties, those required that all require. */
function either(shapes: readonly SchemaShape[]): readonly SchemaShape[] {
  if (shapes.length < 2) return shapes;
  const isSaid = shapes.every(({ types }) => types.size > 0);
  const required = shapes.flatMap((shape) => [...shape.required]);
  return [
    {
      types: new Set(isSaid ? shapes.flatMap(({ types }) => [...types]) : []),
      properties: new Map(shapes.flatMap(({ properties }) => [...properties])),
      required: new Set(required.filter((name) => shapes.every((shape) => shape.required.has(name)))),
    },
  ];
}
