import type { OpenAPIObject } from '@nestjs/swagger';
import { isJson } from '../../../clients/json.js';

type Schema = Record<string, unknown>;

/** Their values are schemas by name, or data: not schemas themselves. */
const BY_NAME = new Set(['properties', 'patternProperties', '$defs']);
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** OpenAPI 3.1 is JSON Schema 2020-12; Nest still writes some of what 3.0 had instead. */
export function modernizeSchemas(document: OpenAPIObject): void {
  for (const schema of Object.values(document.components?.schemas ?? {})) modernize(schema as Schema);
  findSchemas(document.paths);
}

function findSchemas(node: unknown): void {
  if (Array.isArray(node)) node.forEach(findSchemas);
  if (!isJson(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'schema' && isJson(value)) modernize(value);
    else if (!DATA.has(key)) findSchemas(value);
  }
}

function modernize(schema: Schema): void {
  for (const [limit, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (typeof schema[exclusive] !== 'boolean') continue;
    if (schema[exclusive]) schema[exclusive] = schema[limit];
    else delete schema[exclusive];
    if (schema[exclusive] !== undefined) delete schema[limit];
  }
  if ('example' in schema) {
    schema['examples'] ??= [schema['example']];
    delete schema['example'];
  }
  for (const [key, value] of Object.entries(schema)) {
    if (DATA.has(key)) continue;
    const nested = BY_NAME.has(key) && isJson(value) ? Object.values(value) : [value].flat();
    for (const inner of nested) if (isJson(inner)) modernize(inner);
  }
}
