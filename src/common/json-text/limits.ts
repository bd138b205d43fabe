import { COMMA, endOfString, isClosing, isOpening, OPEN_BRACE, QUOTE } from './tokens.js';

export interface JsonLimits {
  /** Levels of arrays and objects inside each other. */
  depth: number;
  /** Of one object; arrays may be as long as they like. */
  members: number;
  /** Of the whole text; each object and array is one too, an empty one two. */
  values?: number;
}

/** Which limit a text breaks. Any text may be given: it is looked at before it is parsed, by a cost that is bounded by its length. */
export function brokenLimit(
  json: string,
  { depth, members, values = Number.POSITIVE_INFINITY }: JsonLimits,
): keyof JsonLimits | undefined {
  /** Commas of each object that is open; those of an array are not counted. */
  const commas: number[] = [];
  let isWide = false;
  let found = 1;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at) - 1;
    else if (isOpening(code)) {
      if (++found > values) return 'values';
      if (commas.push(code === OPEN_BRACE ? 0 : Number.NEGATIVE_INFINITY) > depth) return 'depth';
    } else if (isClosing(code)) commas.pop();
    else if (code === COMMA && commas.length > 0) {
      if (++found > values) return 'values';
      const count = (commas.pop() ?? 0) + 1;
      isWide ||= count >= members;
      commas.push(count);
    }
  }
  return isWide ? 'members' : undefined;
}
