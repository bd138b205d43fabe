import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord, type JsonObject } from '../common/json.js';
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
      parameters: [...details.parameters.map(parameterOf), ...headersOfGateway(place, row)],
      ...(row.upload === undefined && bodyOf(details, row)),
      ...(outline.deprecated && { deprecated: true }),
      'x-imported': true,
    });
    for (const name of details.named) schemas[name] ??= details.definitions(name) ?? {};
  }
  document.components = { ...document.components, schemas };
}

/** The key, the code and the partner are the gateway's own, and Nest has them already. */
function headersOfGateway({ parameters }: JsonObject, { headers = [] }: Row): object[] {
  const known = Array.isArray(parameters) ? parameters.filter(isRecord) : [];
  return known.filter(({ in: place, name }) => place === 'header' && !headers.some((header) => header === name));
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
