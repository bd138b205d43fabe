import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export type Json = Readonly<Record<string, unknown>>;

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Json;
  example?: unknown;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  callers: readonly string[] | 'anyone';
  parameters: readonly Parameter[];
  /** Needed as a field of the form or as a parameter of the query. */
  either: readonly string[];
  body?: { required: boolean; type: string; schema: Json; example: unknown };
}

/** Digits of a number, as JSON and a query have them. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** What a document says of values, told by Ajv, which knows nothing of the gateway. */
export class DocumentCheck {
  private readonly ajv = new Ajv2020({ strict: false });
  private readonly compiled = new Map<Json, ValidateFunction>();

  constructor(document: Json) {
    addFormats.default(this.ajv);
    // Ajv divides floats, and takes 0.10000000000000001 for a multiple of 0.0001: here the digits are looked at.
    this.ajv.removeKeyword('multipleOf');
    this.ajv.addKeyword({
      keyword: 'multipleOf',
      type: 'number',
      validate: (step: number, value: number) => decimalsOf(value) <= decimalsOf(step),
    });
    this.ajv.addSchema(document, 'document');
  }

  takes(schema: Json, value: unknown): boolean {
    const known = this.compiled.get(schema);
    const validate = known ?? this.ajv.compile(absolute(schema));
    if (known === undefined) this.compiled.set(schema, validate);
    return validate(value);
  }

  /** Of a path, a query or a form: there everything is text, also a number. */
  takesText(schema: Json, text: string): boolean {
    return this.takes(schema, text) || (NUMBER.test(text) && this.takes(schema, Number(text)));
  }
}

function decimalsOf(value: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

/** A schema by itself still finds the components of the document. */
function absolute(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')) as Json;
}

interface DocumentedOperation {
  operationId: string;
  'x-callers'?: Operation['callers'];
  'x-form-or-query'?: readonly string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Json; example?: unknown }> };
}

export function operationsIn({ paths }: Json): Operation[] {
  return Object.entries(paths as Record<string, Record<string, DocumentedOperation>>).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId: id, parameters = [], requestBody, ...operation }]) => {
      const [content] = Object.entries(requestBody?.content ?? {});
      const body = content && {
        required: requestBody?.required === true,
        type: content[0],
        schema: content[1].schema,
        example: content[1].example,
      };
      const callers = operation['x-callers'] ?? 'anyone';
      return {
        id,
        method: method.toUpperCase(),
        path,
        callers,
        parameters,
        either: operation['x-form-or-query'] ?? [],
        ...(body && { body }),
      };
    }),
  );
}
