import {
  CLOSE_BRACE,
  COMMA,
  endOfString,
  isClosing,
  isOpening,
  isSpace,
  nameAt,
  OPEN_BRACE,
  QUOTE,
  skipSpace,
} from './tokens.js';

/**
 * The members of a JSON object, each value as the text that stands there: no number passes through a float.
 * Undefined where the text holds no object. The text must be valid JSON.
 */
export function membersOf(json: string): Map<string, string> | undefined {
  let at = skipSpace(json, 0);
  if (json.charCodeAt(at) !== OPEN_BRACE) return undefined;
  const members = new Map<string, string>();
  at = skipSpace(json, at + 1);
  while (at < json.length && json.charCodeAt(at) !== CLOSE_BRACE) {
    const endOfName = endOfString(json, at);
    const start = skipSpace(json, skipSpace(json, endOfName) + 1);
    const end = endOfValue(json, start);
    members.set(nameAt(json, at, endOfName), json.slice(start, end));
    at = skipSpace(json, end);
    if (json.charCodeAt(at) === COMMA) at = skipSpace(json, at + 1);
  }
  return members;
}

/** The inverse of `membersOf`. */
export function objectOf(members: Iterable<readonly [name: string, value: string]>): string {
  return `{${Array.from(members, ([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

/** Behind the value that begins at `start`. */
export function endOfValue(json: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < json.length) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(json, at);
      if (depth === 0) return at;
      continue;
    }
    if (isOpening(code)) depth += 1;
    else if (isClosing(code)) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (code === COMMA || isSpace(code))) return at;
    at += 1;
  }
  return at;
}
