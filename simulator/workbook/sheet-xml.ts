const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The texts of `xl/sharedStrings.xml`, by their number. */
export function readSharedStrings(xml: string): string[] {
  return [...withoutPrefixes(xml).matchAll(/<si(?:\s[^>]*)?>(.*?)<\/si>/gs)].map(([, item = '']) => textsOf(item));
}

/** The rows of a worksheet with the texts of their cells; a cell that is left out is an empty text. */
export function readRows(xml: string, shared: readonly string[]): string[][] {
  return [...withoutPrefixes(xml).matchAll(/<row(?:\s[^>]*?)?(?:\/>|>(.*?)<\/row>)/gs)].map(([, row = '']) => {
    const cells: string[] = [];
    for (const [, attributes = '', content = ''] of row.matchAll(/<c(\s[^>]*?)?(?:\/>|>(.*?)<\/c>)/gs)) {
      const column = columnOf(/\br="([A-Z]{1,3})\d+"/.exec(attributes)?.[1]) ?? cells.length;
      while (cells.length < column) cells.push('');
      cells[column] = cellText(attributes, content, shared);
    }
    return cells;
  });
}

function cellText(attributes: string, content: string, shared: readonly string[]): string {
  const type = /\bt="(\w+)"/.exec(attributes)?.[1];
  if (type === 'inlineStr') return textsOf(content);
  const value = decode(/<v(?:\s[^>]*)?>(.*?)<\/v>/s.exec(content)?.[1] ?? '');
  if (type === 's') return shared[Number(value)] ?? '';
  // Long numbers, such as those of phones, may be written with an exponent.
  return type === undefined && /^\d(\.\d+)?E\+?\d+$/i.test(value) ? String(Number(value)) : value;
}

// Rich text is split into several runs; phonetic hints are not part of it.
function textsOf(xml: string): string {
  const runs = xml.replace(/<rPh\b.*?<\/rPh>/gs, '').matchAll(/<t(?:\s[^>]*)?>(.*?)<\/t>/gs);
  return [...runs].map(([, text = '']) => decode(text)).join('');
}

/** `A` is 0, `AA` is 26. */
function columnOf(letters: string | undefined): number | undefined {
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function withoutPrefixes(xml: string): string {
  return xml.replace(/<(\/?)\w+:/g, '<$1');
}

function decode(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole: string, hex?: string, decimal?: string, name?: string) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return ENTITIES[name ?? ''] ?? whole;
    },
  );
}
