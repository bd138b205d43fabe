import type { Request } from '../checked-requests.js';

/** Small files, each in the manner of a family of real ones; none is a copy of any. */
export interface Family {
  manner: string;
  file: object;
  /** Operations of it that are served, by method and public path. */
  served: readonly string[];
  /** What their upstream is asked for, where that is worth saying. */
  asked?: readonly string[];
  /** What must be told of others, or of what is not taken over. */
  told: readonly RegExp[];
  /** Requests to what is served, each with the fields that are wrong; none where it passes. */
  calls?: readonly (Request & { row: string; wrong?: readonly string[] })[];
}

export const ok = { responses: { 200: { description: 'ok' } } };
export const ref = (name: string, kind = 'schemas'): object => ({ $ref: `#/components/${kind}/${name}` });
export const json = (schema: object, type = 'application/json'): object => ({
  requestBody: { required: true, content: { [type]: { schema } } },
});
export const query = (name: string, schema: object, more: object = {}): object => ({
  name,
  in: 'query',
  schema,
  ...more,
});
const info = { title: 'family', version: '1' };
export const file = (openapi: string, paths: object, schemas: object = {}, more: object = {}): object => ({
  openapi,
  info,
  paths,
  components: { schemas, ...more },
});
