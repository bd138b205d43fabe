import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord } from '../common/json.js';

const BY_TYPE: Readonly<Record<string, unknown>> = { string: 'text', integer: 1, number: 1, boolean: true };

/**
 * An example of a schema, put together from those of its properties: all that are required, and the optional ones that
 * have an example. Nothing for a file.
 */
export function exampleOf(schema: unknown, document: OpenAPIObject): unknown {
  if (!isRecord(schema)) return undefined;
  const { $ref, allOf, properties, items, format } = schema;
  if (typeof $ref === 'string') return exampleOf(resolve($ref, document), document);
  const given = [
    schema['example'],
    first(schema['examples']),
    schema['const'],
    schema['default'],
    first(schema['enum']),
  ];
  const example = given.find((value) => value !== undefined);
  if (example !== undefined) return example;
  if (format === 'binary') return undefined;
  if (isRecord(properties)) return exampleOfProperties(properties, { schema, document });
  if (Array.isArray(allOf)) return Object.assign({}, ...allOf.map((part) => exampleOf(part, document)));
  if (isRecord(items)) return [exampleOf(items, document)];
  const type = first(schema['type']) ?? schema['type'];
  return type === 'object' ? {} : BY_TYPE[String(type)];
}

function exampleOfProperties(
  properties: Readonly<Record<string, unknown>>,
  { schema, document }: { schema: Readonly<Record<string, unknown>>; document: OpenAPIObject },
): Record<string, unknown> {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const examples: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    const hasOwn = isRecord(property) && ('example' in property || 'examples' in property);
    if (!required.includes(name) && !hasOwn) continue;
    const example = exampleOf(property, document);
    if (example !== undefined) examples[name] = example;
  }
  return examples;
}

function first(values: unknown): unknown {
  return Array.isArray(values) ? (values as unknown[])[0] : undefined;
}

/** `#/components/schemas/<name>`: the document has no others. */
function resolve(reference: string, { components }: OpenAPIObject): unknown {
  return components?.schemas?.[reference.split('/').at(-1) ?? ''];
}
