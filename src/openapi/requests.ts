import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord } from '../common/json.js';
import { exampleOf } from './example.js';
import { type Operation, operationsOf } from './operation.js';

type Parameter = NonNullable<Operation['parameters']>[number];
type Body = NonNullable<Operation['requestBody']>;

/** Gives every parameter and every body an example that can be sent as it is. */
export function completeRequests(document: OpenAPIObject): void {
  for (const { operation } of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) completeParameter(parameter, document);
    if (operation.requestBody !== undefined) completeBody(operation.requestBody, document);
    if (operation['x-any-json'] === true) leaveTypeOpen(operation.requestBody, document);
    delete operation['x-any-json'];
  }
}

/** Members are told of an object, and nothing of what is none. */
function leaveTypeOpen(body: Operation['requestBody'], { components }: OpenAPIObject): void {
  if (body === undefined || '$ref' in body) return;
  for (const { schema } of Object.values(body.content)) {
    const named = isRecord(schema) ? components?.schemas?.[String(schema['$ref']).split('/').at(-1) ?? ''] : undefined;
    if (isRecord(named)) Reflect.deleteProperty(named, 'type');
  }
}

function completeParameter(parameter: Parameter, document: OpenAPIObject): void {
  if ('$ref' in parameter || !isRecord(parameter.schema)) return;
  const { example, ...schema } = parameter.schema;
  parameter.schema = schema;
  // An optional parameter without an example of its own is left out, as most callers do.
  const shown = example ?? (parameter.required === true ? exampleOf(schema, document) : undefined);
  if (shown !== undefined) parameter.example = shown;
}

function completeBody(body: Body, document: OpenAPIObject): void {
  if ('$ref' in body) return;
  for (const [type, media] of Object.entries(body.content)) {
    if (type === 'multipart/form-data') media.schema = merged(media.schema, document);
    const example = exampleOf(media.schema, document);
    if (media.examples === undefined && example !== undefined) media.example ??= example;
  }
}

/** Text fields and files as one list of form fields: that is how forms are shown and filled in. */
function merged(schema: unknown, { components }: OpenAPIObject): Record<string, unknown> {
  if (!isRecord(schema)) return {};
  if (!Array.isArray(schema['allOf'])) return schema;
  const parts = schema['allOf'].map((part: unknown) => {
    if (!isRecord(part)) return {};
    const { $ref: reference } = part;
    const named = typeof reference === 'string' ? components?.schemas?.[reference.split('/').at(-1) ?? ''] : undefined;
    return isRecord(named) ? named : part;
  });
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required }): unknown[] => (Array.isArray(required) ? required : [])),
  };
}
