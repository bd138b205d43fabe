import { columnsOf, CsvLines, fieldOf } from './csv.js';

export const FORMATS = ['ndjson', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

/** How items are written. */
export interface Writer {
  /** Of CSV. */
  columns?: readonly string[];
  /** Names of members that found no place. */
  unplaced: ReadonlySet<string>;
  head: () => string;
  line: (item: string) => string;
  /** What stands behind the last item of an export that is not whole. */
  note: (note: Readonly<Record<string, unknown>>) => string;
}

const ndjson: Writer = {
  unplaced: new Set(),
  head: () => '',
  // New lines stand between tokens only: inside of a string they are escaped.
  line: (item) => `${item.replaceAll(/[\r\n]+/g, ' ')}\n`,
  note: (note) => `${JSON.stringify({ export: note })}\n`,
};

/** `columns` of an export that goes on; else they are those of the first items. */
export function writerOf(format: Format, items: readonly string[], columns?: readonly string[]): Writer {
  if (format === 'ndjson') return ndjson;
  const named = columns ?? columnsOf(items);
  const lines = new CsvLines(named);
  return {
    columns: named,
    unplaced: lines.unplaced,
    head: () => (named.length > 0 ? lines.header() : ''),
    line: (item) => lines.line(item),
    note: (note) => `${fieldOf(`# export: ${JSON.stringify(note)}`)}\r\n`,
  };
}
