import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord } from '../common/json.js';

export type Schema = Record<string, unknown>;

/** Their values are schemas by name, or data: not schemas themselves. */
const BY_NAME = new Set(['properties', 'patternProperties', '$defs']);
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** How Nest is told of a field that may hold anything, where it would else take the type of the property. */
export const NO_TYPE: { oneOf: [] } = { oneOf: [] };

export function hasNoType(oneOf: unknown): boolean {
  return Array.isArray(oneOf) && oneOf.length === 0;
}

/** Changes every schema of a document in place, what is nested in it before itself. */
export function changeSchemas(document: OpenAPIObject, change: (schema: Schema) => void): void {
  for (const schema of Object.values(document.components?.schemas ?? {})) changeWithin(schema, change);
  changeBelow(document.components?.responses, change);
  changeBelow(document.components?.headers, change);
  changeBelow(document.paths, change);
}

function changeBelow(node: unknown, change: (schema: Schema) => void): void {
  if (Array.isArray(node)) for (const item of node) changeBelow(item, change);
  if (!isRecord(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'schema') changeWithin(value, change);
    else if (!DATA.has(key)) changeBelow(value, change);
  }
}

function changeWithin(node: unknown, change: (schema: Schema) => void): void {
  if (!isSchema(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (DATA.has(key)) continue;
    const nested = BY_NAME.has(key) && isRecord(value) ? Object.values(value) : [value].flat();
    for (const one of nested) changeWithin(one, change);
  }
  change(node);
}

/** OpenAPI 3.1 is JSON Schema 2020-12; Nest still writes some of what 3.0 had instead. */
export function modernizeSchemas(document: OpenAPIObject): void {
  changeSchemas(document, (schema) => {
    replaceFlag(schema, { flag: 'exclusiveMinimum', limit: 'minimum' });
    replaceFlag(schema, { flag: 'exclusiveMaximum', limit: 'maximum' });
    if (hasNoType(schema['oneOf'])) delete schema['oneOf'];
    if (!('example' in schema)) return;
    schema['examples'] ??= [schema['example']];
    delete schema['example'];
  });
}

/** `minimum: 0, exclusiveMinimum: true` is `exclusiveMinimum: 0`. */
function replaceFlag(schema: Schema, { flag, limit }: { flag: string; limit: string }): void {
  const { [flag]: isExclusive, [limit]: value } = schema;
  if (typeof isExclusive !== 'boolean') return;
  Reflect.deleteProperty(schema, flag);
  if (!isExclusive || value === undefined) return;
  Reflect.deleteProperty(schema, limit);
  schema[flag] = value;
}

function isSchema(node: unknown): node is Schema {
  return isRecord(node);
}
