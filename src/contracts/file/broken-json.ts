/** In no JSON, anywhere. */
const NEVER = '\u0001';

/** Where a text stops being JSON, for a message; nothing of what stands there, and nothing where it is JSON. */
export function brokenAt(text: string): string {
  const fault = faultOf(text);
  if (fault === '') return '';
  const [place = placeOf(text, fault)] = /line \d+ column \d+/.exec(fault) ?? [];
  return `; the JSON is broken at ${place}`;
}

function placeOf(text: string, fault: string): string {
  // V8 tells this one fault without its place: it is where a beginning of the text has it, too.
  const [token] = /^Unexpected token '.+?'/s.exec(fault) ?? [];
  if (token === undefined) return `line ${text.split('\n').length}, at its end`;
  let [right, broken] = [0, text.length];
  while (broken - right > 1) {
    const middle = (right + broken) >> 1;
    if (faultOf(text.slice(0, middle) + NEVER).startsWith(token)) broken = middle;
    else right = middle;
  }
  const lines = text.slice(0, broken).split('\n');
  return `line ${lines.length} column ${lines.at(-1)?.length ?? 0}`;
}

function faultOf(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}
