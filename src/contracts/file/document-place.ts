import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord, type JsonObject } from '../../common/json.js';
import type { Method } from '../../routes/route.js';

/** An operation of the gateway's own OpenAPI document, to be read or added to. */
export function operationIn(document: OpenAPIObject, method: Method, path: string): JsonObject | undefined {
  const item: unknown = document.paths[`/v1${path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`];
  const operation = isRecord(item) ? item[method.toLowerCase()] : undefined;
  return isRecord(operation) ? operation : undefined;
}
