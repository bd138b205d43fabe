import { CLOSE_BRACE, CLOSE_BRACKET, isOpening, isSpace, OPEN_BRACE } from './tokens.js';

/** Whether a text begins and ends like a JSON object or array: cheap, and catches what was cut or is no JSON at all. */
export function looksLikeJson(json: Buffer): boolean {
  let first = 0;
  let last = json.length - 1;
  while (first < json.length && isSpace(json[first])) first += 1;
  while (last > first && isSpace(json[last])) last -= 1;
  const closing = json[first] === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
  return last > first && isOpening(json[first]) && json[last] === closing;
}
