import jsonc from 'jsonc-parser';

/** Where a text stops being JSON, for a message; nothing of what stands there, and nothing where it is JSON. */
export function brokenAt(text: string): string {
  let place = '';
  const onError: jsonc.JSONVisitor['onError'] = (_error, _offset, _length, line, column) => {
    if (place === '') place = `; the JSON is broken at line ${line + 1} column ${column + 1}`;
  };
  jsonc.visit(text, { onError }, { disallowComments: true });
  return place;
}
