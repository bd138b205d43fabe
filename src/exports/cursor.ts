import { createHash } from 'node:crypto';
import { isRecord, parseJson } from '../common/json.js';
import { Problem } from '../problems/problem.js';

/** Where in a list an export stands. */
export interface Position {
  /** Counted from 1. */
  page: number;
  /** Items of that page that are behind it. */
  index: number;
  /** Items of a whole page, as the upstream gives them; 0 before the first one has come. */
  size: number;
  /** Items of the list, where the upstream has told. */
  total?: number;
  /** Items that were given so far. */
  rows: number;
  /** Columns of CSV. */
  columns?: readonly string[];
}

export const START: Position = { page: 1, index: 0, size: 0, rows: 0 };

/** What a cursor belongs to: in another list, of another partner or in another form it would lead anywhere. */
export function listKey(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

/** A cursor grants nothing: rights are looked at for each page again. */
export function cursorOf(list: string, { page, index, size, total, rows, columns }: Position): string {
  return Buffer.from(JSON.stringify({ list, page, index, size, total, rows, columns })).toString('base64url');
}

/**
 * The position of a cursor, so many rows behind it.
 *
 * @throws Problem `validation_failed` for what is no cursor of this list
 */
export function positionOf(cursor: string, list: string, after: number): Position {
  const read = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!isRecord(read) || read['list'] !== list) throw wrongCursor();
  const { page, index, size, total, rows, columns } = read;
  const isRead = isCount(page) && page > 0 && isCount(index) && isCount(size) && isCount(rows);
  if (!isRead || (total !== undefined && !isCount(total))) throw wrongCursor();
  if (columns !== undefined && !isTexts(columns)) throw wrongCursor();
  const behind = index + after;
  // A page that has come whole is read again, and gives nothing: what has no pages would begin anew on the next one.
  const pages = size === 0 ? 0 : Math.max(0, Math.ceil(behind / size) - 1);
  return {
    page: page + pages,
    index: behind - pages * size,
    size,
    rows: rows + after,
    ...(total !== undefined && { total }),
    ...(columns !== undefined && { columns }),
  };
}

function wrongCursor(): Problem {
  const message = 'cursor must be one of the same export';
  return new Problem('validation_failed', { errors: [{ code: 'cursor', field: 'cursor', message }] });
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
