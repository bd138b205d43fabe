import { unescapeJsonPointer } from 'ajv/dist/compile/util.js';
import { isRecord, type JsonObject } from '../../common/json.js';

const MAX_FOLLOWED = 100;

/** The names of a reference into the document, `#/components/schemas/Card` (RFC 6901); undefined for any other. */
export function pointerOf(reference: unknown): string[] | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  return reference.slice(2).split('/').map(unescaped);
}

function unescaped(token: string): string {
  try {
    return unescapeJsonPointer(decodeURIComponent(token));
  } catch {
    // A name that is written as it is: `Rate%`.
    return unescapeJsonPointer(token);
  }
}

export function valueAt(document: unknown, pointer: readonly string[]): unknown {
  let value = document;
  for (const name of pointer) {
    const isOwn = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    value = isOwn ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value;
}

/** An object, or the one that it refers to, however often; undefined where there is none. */
export function dereferenced(document: JsonObject, value: unknown): JsonObject | undefined {
  let found = value;
  for (let followed = 0; isRecord(found) && found['$ref'] !== undefined; followed += 1) {
    const pointer = pointerOf(found['$ref']);
    if (pointer === undefined || followed === MAX_FOLLOWED) return undefined;
    found = valueAt(document, pointer);
  }
  return isRecord(found) ? found : undefined;
}
