/** JSON Schema 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;

/** How sure we are that Migo answers like this: its text says so, only a sample shows it, or nothing does (docs/adr/0001). */
type Evidence = 'documented' | 'example' | 'assumed';

/** Part of the name of every shape, so that a document finds it. */
export const EVIDENCE_OF_SHAPE = 'x-evidence';

export const TEXT: Schema = { type: 'string' };
export const NUMBER: Schema = { type: 'number' };
export const INTEGER: Schema = { type: 'integer' };
export const BOOLEAN: Schema = { type: 'boolean' };
export const OBJECT: Schema = { type: 'object', additionalProperties: true };
/** An id whose type Migo does not document. */
export const ANY_ID: Schema = { type: ['integer', 'string'] };

export function nullable({ type, ...schema }: Schema): Schema {
  return { ...schema, type: [type, 'null'].flat() };
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

/** Migo documents no list answer; this is the one that is assumed. */
export function pageOf(items: Schema): Schema {
  return shape(`${String(items['title'])}Page`, 'assumed', {
    items: listOf(items),
    'total?': INTEGER,
    'page?': INTEGER,
    'limit?': INTEGER,
  });
}

/**
 * What Migo puts into `data`, by a name of its own in the OpenAPI document. A member whose name ends with `?` may be missing. Any other
 * member may be there too: clients must ignore what they do not know (Migo: introduction/versioning).
 */
export function shape(title: string, evidence: Evidence, members: Readonly<Record<string, Schema>>): Schema {
  const required = Object.keys(members).filter((name) => !name.endsWith('?'));
  return {
    title,
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(Object.entries(members).map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
    additionalProperties: true,
    [EVIDENCE_OF_SHAPE]: evidence,
  };
}
