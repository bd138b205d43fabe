import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord } from '../common/json.js';

type Schema = Record<string, unknown>;

/** Their values are schemas by name, or data: not schemas themselves. */
const BY_NAME = new Set(['properties', 'patternProperties', '$defs']);
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** How Nest is told of a field that may hold anything, where it would else take the type of the property. */
export const NO_TYPE: { oneOf: [] } = { oneOf: [] };

export function hasNoType(oneOf: unknown): boolean {
  return Array.isArray(oneOf) && oneOf.length === 0;
}

/** OpenAPI 3.1 is JSON Schema 2020-12; Nest still writes some of what 3.0 had instead. */
export function modernizeSchemas(document: OpenAPIObject): void {
  for (const schema of Object.values(document.components?.schemas ?? {})) modernize(schema);
  modernizeBelow(document.paths);
}

function modernizeBelow(node: unknown): void {
  if (Array.isArray(node)) node.forEach(modernizeBelow);
  if (!isRecord(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'schema') modernize(value);
    else if (!DATA.has(key)) modernizeBelow(value);
  }
}

function modernize(node: unknown): void {
  if (!isSchema(node)) return;
  replaceFlag(node, { flag: 'exclusiveMinimum', limit: 'minimum' });
  replaceFlag(node, { flag: 'exclusiveMaximum', limit: 'maximum' });
  if (hasNoType(node['oneOf'])) delete node['oneOf'];
  if ('example' in node) {
    node['examples'] ??= [node['example']];
    delete node['example'];
  }
  for (const [key, value] of Object.entries(node)) {
    if (DATA.has(key)) continue;
    const nested = BY_NAME.has(key) && isRecord(value) ? Object.values(value) : [value].flat();
    nested.forEach(modernize);
  }
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
