import { COLON, endOfString, isClosing, isOpening, nameAt, OPEN_BRACE, QUOTE, skipSpace } from './tokens.js';

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
  for (let at = 0; at < json.length && repeated.length < most; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(json, at);
      const level = open.at(-1);
      if (level?.names !== undefined && json.charCodeAt(skipSpace(json, end)) === COLON) {
        level.current = nameAt(json, at, end);
        if (level.names.has(level.current)) repeated.push(open.map(({ current }) => current).join('.'));
        level.names.add(level.current);
      }
      at = end - 1;
    } else if (isOpening(code)) open.push(code === OPEN_BRACE ? { names: new Set(), current: '' } : { current: '' });
    else if (isClosing(code)) open.pop();
  }
  return repeated;
}
