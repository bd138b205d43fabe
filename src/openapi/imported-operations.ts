import type { OpenAPIObject } from '@nestjs/swagger';
import type { ContractOperation } from '../contracts/file/operation.js';
import type { Contracts } from '../contracts/contracts.js';
import { operationIn } from '../contracts/file/document-place.js';
import { importedCapability } from '../contracts/imported.routes.js';

/** Adds to the gateway's OpenAPI document what the files say of the imported operations: parameters and bodies. */
export function describeImported(contracts: Contracts, document: OpenAPIObject): void {
  for (const { operation, row } of contracts.entries) {
    const place = row && operationIn(document, row.method, row.path);
    if (place === undefined) continue;
    const { upstream, name, body, definitions } = operation;
    Object.assign(place, {
      // Names of files and of the table may be the same.
      operationId: `${importedCapability(upstream)}.${name}`,
      parameters: parametersOf(operation),
      ...(body !== undefined && {
        requestBody: { required: body.required, content: { 'application/json': { schema: body.schema } } },
      }),
      'x-imported': true,
    });
    document.components = { ...document.components, schemas: { ...document.components?.schemas, ...definitions } };
  }
}

function parametersOf({ parameters }: ContractOperation): object[] {
  return parameters.map(({ name, place, required, explode, schema, description }) => ({
    name,
    in: place,
    required,
    schema,
    ...(place === 'query' && !explode && { explode: false }),
    ...(description !== undefined && { description }),
  }));
}
