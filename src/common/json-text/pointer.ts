import { itemsOf } from './items.js';
import { membersOf } from './members.js';

/** A JSON pointer (RFC 6901, section 3): empty, or tokens that each begin with a slash. */
export const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
const INDEX = /^(?:0|[1-9]\d*)$/;

/** The text that stands where a JSON pointer leads; undefined where nothing does. The text must be valid JSON. */
export function textAt(json: string, pointer: string): string | undefined {
  let text: string | undefined = json.trim();
  for (const token of pointer.split('/').slice(1)) {
    if (text === undefined) return undefined;
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    text = text.startsWith('[') ? itemAt(text, name) : membersOf(text)?.get(name);
  }
  return text;
}

/** What a scalar is when it is written into a path or a query: a number keeps its digits. Undefined for anything else. */
export function scalarOf(json: string | undefined): string | undefined {
  if (json === undefined || json === 'null' || json.startsWith('{') || json.startsWith('[')) return undefined;
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

function itemAt(json: string, name: string): string | undefined {
  return INDEX.test(name) ? itemsOf(json)?.[Number(name)] : undefined;
}
