import { endOfValue } from './members.js';
import { CLOSE_BRACKET, COMMA, OPEN_BRACKET, skipSpace } from './tokens.js';

/** The items of a JSON array, each as the text that stands there. Undefined where the text holds no array. The text must be valid JSON. */
export function itemsOf(json: string): string[] | undefined {
  let at = skipSpace(json, 0);
  if (json.charCodeAt(at) !== OPEN_BRACKET) return undefined;
  const items: string[] = [];
  at = skipSpace(json, at + 1);
  while (at < json.length && json.charCodeAt(at) !== CLOSE_BRACKET) {
    const end = endOfValue(json, at);
    items.push(json.slice(at, end));
    at = skipSpace(json, end);
    if (json.charCodeAt(at) === COMMA) at = skipSpace(json, at + 1);
  }
  return items;
}
