import type { OpenAPIObject } from '@nestjs/swagger';
import type { ContractOperation, ContractParameter } from '../contracts/file/operation.js';
import type { Contracts } from '../contracts/contracts.js';
import { operationIn } from '../contracts/file/document-place.js';
import { importedCapability } from '../contracts/imported.routes.js';
import type { Row } from '../routes/route.js';

/** Adds to the gateway's OpenAPI document what the files say of the imported operations: parameters and bodies. */
export function describeImported(contracts: Contracts, document: OpenAPIObject): void {
  const schemas: Record<string, object> = { ...document.components?.schemas };
  for (const { operation, row } of contracts.entries) {
    const place = row && operationIn(document, row.method, row.path);
    if (row === undefined || place === undefined) continue;
    const { outline, details } = operation;
    // Nest has a body for each operation that may have one.
    if (row.upload === undefined) Reflect.deleteProperty(place, 'requestBody');
    Object.assign(place, {
      // Names of files and of the table may be the same.
      operationId: `${importedCapability(outline.upstream)}.${outline.name}`,
      parameters: details.parameters.map(parameterOf),
      ...(row.upload === undefined && bodyOf(details, row)),
      ...(outline.deprecated && { deprecated: true }),
      'x-imported': true,
    });
    for (const name of details.named) schemas[name] ??= details.definitions(name) ?? {};
  }
  document.components = { ...document.components, schemas };
}

function bodyOf({ body, forms }: ContractOperation['details'], { mediaType = 'application/json' }: Row): object {
  const sent = [body, ...forms].find((one) => one?.mediaType === mediaType);
  if (sent === undefined) return {};
  return { requestBody: { required: sent.required, content: { [mediaType]: { schema: sent.schema } } } };
}

function parameterOf({ name, place, required, explode, schema, description, deprecated }: ContractParameter): object {
  return {
    name,
    in: place,
    required,
    schema,
    ...(place === 'query' && !explode && { explode: false }),
    ...(description !== undefined && { description }),
    ...(deprecated === true && { deprecated }),
  };
}
