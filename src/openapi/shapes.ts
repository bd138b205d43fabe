import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord } from '../common/json.js';
import { EVIDENCE_OF_SHAPE } from '../routes/shape.js';

/** Moves every shape that an answer names into the components, and refers to it there. */
export function nameShapes(document: OpenAPIObject): void {
  const schemas: Record<string, object> = { ...document.components?.schemas };
  document.paths = named(document.paths, schemas) as OpenAPIObject['paths'];
  document.components = { ...document.components, schemas };
}

function named(node: unknown, schemas: Record<string, object>): unknown {
  if (Array.isArray(node)) return node.map((item) => named(item, schemas));
  if (!isRecord(node)) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, named(value, schemas)]));
  const { title } = node;
  if (typeof title !== 'string' || !(EVIDENCE_OF_SHAPE in node)) return copy;
  return refer(title, copy, schemas);
}

function refer(title: string, { type, ...shape }: Record<string, unknown>, schemas: Record<string, object>): unknown {
  schemas[title] = { type: 'object', ...shape };
  const reference = { $ref: `#/components/schemas/${title}` };
  return Array.isArray(type) ? { anyOf: [reference, { type: 'null' }] } : reference;
}
