import { isRecord, type JsonObject } from '../../common/json.js';
import type { Definitions } from '../file/operation.js';
import { nameIn } from './json-schema.js';

export interface Property {
  schema: JsonObject;
  required: boolean;
}

/** What two schemas are compared by, with references followed and `allOf` put together. */
export interface SchemaShape {
  /** JSON types without `null`; empty where the schema does not say. */
  types: ReadonlySet<string>;
  /** Allowed values as JSON texts, where they are listed. */
  values?: ReadonlySet<string>;
  properties: ReadonlyMap<string, Property>;
  items?: JsonObject;
}

const NOTHING: SchemaShape = { types: new Set(), properties: new Map() };
/** Deep enough for any body; a schema that contains itself has no end. */
const MAX_FOLLOWED = 16;

export function shapeOfSchema(schema: unknown, definitions: Definitions, followed = 0): SchemaShape {
  if (!isRecord(schema) || followed > MAX_FOLLOWED) return NOTHING;
  const { $ref: target, type, enum: listed, properties, required, items, allOf } = schema;
  const parts: unknown[] = Array.isArray(allOf) ? allOf : [];
  const inherited = [...(typeof target === 'string' ? [definitions(nameIn(target))] : []), ...parts].map(
    (part: unknown) => shapeOfSchema(part, definitions, followed + 1),
  );
  const alternatives = alternativesOf(schema).map((part) => shapeOfSchema(part, definitions, followed + 1));
  const needed = new Set<unknown>(Array.isArray(required) ? required : []);
  const own: SchemaShape = {
    types: new Set((Array.isArray(type) ? type : [type]).filter(isTypeName)),
    properties: new Map(
      Object.entries(isRecord(properties) ? properties : {}).map(([name, property]) => [
        name,
        { schema: isRecord(property) ? property : {}, required: needed.has(name) },
      ]),
    ),
    ...(Array.isArray(listed) && { values: valuesOf(listed) }),
    ...(isRecord(items) && { items }),
  };
  return [...inherited, ...(alternatives.length > 0 ? [either(alternatives)] : [])].reduce(both, own);
}

function alternativesOf({ anyOf, oneOf }: JsonObject): unknown[] {
  const parts: unknown[] = [anyOf, oneOf].flat();
  return parts.filter((part) => isRecord(part) && part['type'] !== 'null');
}

function isTypeName(type: unknown): type is string {
  return typeof type === 'string' && type !== 'null';
}

function valuesOf(listed: readonly unknown[]): Set<string> {
  return new Set(listed.filter((value) => value !== null).map((value) => JSON.stringify(value)));
}

function both(a: SchemaShape, b: SchemaShape): SchemaShape {
  const properties = new Map(a.properties);
  for (const [name, property] of b.properties) {
    const required = property.required || properties.get(name)?.required === true;
    properties.set(name, { schema: property.schema, required });
  }
  const values = a.values ?? b.values;
  const items = a.items ?? b.items;
  return {
    types: a.types.size > 0 ? a.types : b.types,
    properties,
    ...(values !== undefined && { values }),
    ...(items !== undefined && { items }),
  };
}

/** What holds whichever of them applies: one of the types, any of the properties, those required that all require. */
function either(shapes: readonly SchemaShape[]): SchemaShape {
  const [first = NOTHING] = shapes;
  if (shapes.length === 1) return first;
  const properties = new Map<string, Property>();
  for (const [name, { schema }] of shapes.flatMap((shape) => [...shape.properties])) {
    properties.set(name, { schema, required: shapes.every((shape) => shape.properties.get(name)?.required === true) });
  }
  const types = shapes.some((shape) => shape.types.size === 0) ? [] : shapes.flatMap((shape) => [...shape.types]);
  return { types: new Set(types), properties };
}
