import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Node = Readonly<Record<string, unknown>>;

/** Examples of media types and parameters that are not what their schema says; the pointer and the reason of each. */
export function faultyExamples(document: Node): string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'document');
  return examplesIn(document, '').flatMap(({ pointer, schema, example }) => {
    const validate = ajv.compile(absolute(schema) as Node);
    return validate(example) ? [] : [`${pointer}: ${ajv.errorsText(validate.errors)}`];
  });
}

interface Example {
  pointer: string;
  schema: unknown;
  example: unknown;
}

export function examplesIn(node: unknown, pointer: string): Example[] {
  if (typeof node !== 'object' || node === null) return [];
  const { schema, example, examples } = node as Node;
  const named = typeof examples === 'object' && examples !== null && !Array.isArray(examples) ? examples : {};
  const given = [...(example === undefined ? [] : [example]), ...Object.values(named).map(({ value }: Node) => value)];
  const own = schema === undefined ? [] : given.map((value) => ({ pointer, schema, example: value }));
  return [...own, ...Object.entries(node).flatMap(([key, value]) => examplesIn(value, `${pointer}/${key}`))];
}

/** A schema by itself still finds the components of the document. */
function absolute(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/'));
}
