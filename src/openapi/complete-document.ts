import type { OpenAPIObject } from '@nestjs/swagger';
import { modernizeSchemas } from './json-schema.js';
import { completeProblems } from './problem-responses.js';
import { completeRequests } from './requests.js';
import { SHARED_HEADERS, SHARED_SCHEMAS } from './shared-components.js';
import { nameShapes } from './shapes.js';
import { completeSecurity } from './security.js';
import { completeSuccess } from './success-responses.js';
import { completeTags } from './tags.js';

/** Adds to Nest's document what follows from the routes: examples, problems, security, tags. Changes it in place. */
export function completeDocument(document: OpenAPIObject): void {
  const { schemas, headers } = document.components ?? {};
  document.components = {
    ...document.components,
    schemas: { ...schemas, ...SHARED_SCHEMAS },
    headers: { ...headers, ...SHARED_HEADERS },
  };
  nameShapes(document);
  completeTags(document);
  completeRequests(document);
  completeSuccess(document);
  completeProblems(document);
  completeSecurity(document);
  // Last: until here `example` is where Nest puts it.
  modernizeSchemas(document);
  dropUnusedSchemas(document);
}

/** The fields of uploads have become part of the forms, and not every gateway has every kind of answer. */
function dropUnusedSchemas(document: OpenAPIObject): void {
  const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  const named = new Set([...references].map(([, name]) => name));
  const { schemas = {} } = document.components ?? {};
  const used = Object.entries(schemas).filter(([name]) => named.has(name));
  document.components = { ...document.components, schemas: Object.fromEntries(used) };
}
