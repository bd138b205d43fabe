import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord } from '../common/json.js';

/** Values of one example: schemas of a contract file may double by level, or contain themselves. */
const MAX_VALUES = 200;

interface Whole {
  document: OpenAPIObject;
  left: number;
  /** References on the way to where the example is being made. */
  open: Set<string>;
}

const BY_TYPE: Readonly<Record<string, unknown>> = { string: 'text', integer: 1, number: 1, boolean: true };

/**
 * An example of a schema, put together from those of its properties: all that are required, and the optional ones that
 * have an example. Nothing for a file.
 */
export function exampleOf(schema: unknown, document: OpenAPIObject): unknown {
  return exampleIn(schema, { document, left: MAX_VALUES, open: new Set() });
}

function exampleIn(schema: unknown, whole: Whole): unknown {
  whole.left -= 1;
  if (!isRecord(schema) || whole.left < 0) return undefined;
  const { $ref, allOf, oneOf, properties, items, format } = schema;
  if (typeof $ref === 'string') {
    if (whole.open.has($ref)) return undefined;
    whole.open.add($ref);
    const example = exampleIn(resolve($ref, whole.document), whole);
    whole.open.delete($ref);
    return example;
  }
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
  if (isRecord(properties)) return exampleOfProperties(properties, schema, whole);
  if (Array.isArray(allOf)) return Object.assign({}, ...allOf.map((part) => exampleIn(part, whole)));
  if (Array.isArray(oneOf)) return exampleIn(oneOf[0], whole);
  if (isRecord(items)) return [exampleIn(items, whole)].filter((item) => item !== undefined);
  const type = first(schema['type']) ?? schema['type'];
  return type === 'object' ? {} : BY_TYPE[String(type)];
}

function exampleOfProperties(
  properties: Readonly<Record<string, unknown>>,
  schema: Readonly<Record<string, unknown>>,
  whole: Whole,
): Record<string, unknown> {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const examples: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    const hasOwn = isRecord(property) && ('example' in property || 'examples' in property);
    if (!required.includes(name) && !hasOwn) continue;
    const example = exampleIn(property, whole);
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
