const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

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

interface OpenLevel {
  /** Undefined in an array. */
  names?: Set<string>;
  /** The member whose value is being read. */
  current: string;
}

/**
 * Places of the members that their object names once more, e.g. `paths./users.post`. Which of the two counts differs from
 * parser to parser (RFC 8259, section 4): what was checked here would not be what somebody else reads. The text must be
 * valid JSON. Not more than `most` are looked for: each place is as long as the names above it.
 */
export function repeatedNames(json: string, most = Number.POSITIVE_INFINITY): string[] {
  const repeated: string[] = [];
  const open: OpenLevel[] = [];
  let at = 0;
  while (at < json.length && repeated.length < most) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(json, at);
      const level = open.at(-1);
      if (level?.names !== undefined && json.charCodeAt(skipSpace(json, end)) === COLON) {
        level.current = nameAt(json, at, end);
        if (level.names.has(level.current)) repeated.push(open.map(({ current }) => current).join('.'));
        level.names.add(level.current);
      }
      at = end;
      continue;
    }
    if (code === OPEN_BRACE) open.push({ names: new Set(), current: '' });
    else if (code === OPEN_BRACKET) open.push({ current: '' });
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) open.pop();
    at += 1;
  }
  return repeated;
}

function nameAt(json: string, start: number, end: number): string {
  const name = json.slice(start + 1, end - 1);
  return name.includes('\\') ? String(JSON.parse(json.slice(start, end))) : name;
}

function skipSpace(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** Behind the closing quote of the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

function endOfValue(json: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < json.length) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(json, at);
      if (depth === 0) return at;
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (code === COMMA || code <= 0x20)) return at;
    at += 1;
  }
  return at;
}
