const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Whether an object in a JSON text has more members than allowed. Looks at bytes only; arrays may be as long as they like. */
export function isWiderThan(json: Buffer, maxMembers: number): boolean {
  /** Commas of each object that is open; those of an array are not counted. */
  const open: number[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) at = endOfString(json, at);
    else if (byte === OPEN_BRACE) open.push(0);
    else if (byte === OPEN_BRACKET) open.push(Number.NEGATIVE_INFINITY);
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) open.pop();
    else if (byte === COMMA) {
      const commas = (open.pop() ?? 0) + 1;
      if (commas >= maxMembers) return true;
      open.push(commas);
    }
  }
  return false;
}

/** The closing quote of the string that begins at `start`. */
function endOfString(json: Buffer, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}
