import jsonc from 'jsonc-parser';

/** Where a text stops being JSON, for a message; nothing of what stands there, and nothing where it is JSON. */
export function brokenAt(text: string): string {
  try {
    jsonc.visit(text, { onError: stop }, { disallowComments: true });
    return '';
  } catch (error) {
    return error instanceof SyntaxError ? error.message : '';
  }
}

/** The first fault ends the reading: behind it there may be any number of brackets, which are read by calls in calls. */
function stop(_fault: number, _offset: number, _length: number, line: number, column: number): never {
  throw new SyntaxError(`; the JSON is broken at line ${line + 1} column ${column + 1}`);
}
