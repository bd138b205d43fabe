import type { InputCheck } from './input-check.js';

const DEFAULT_LIMIT = 10;

export interface PageRequest {
  page: number;
  limit: number;
}

export interface Page<T> extends PageRequest {
  items: T[];
  total: number;
}

export function readPage(check: InputCheck): PageRequest {
  return { page: counted(check.anything('page')) ?? 1, limit: counted(check.anything('limit')) ?? DEFAULT_LIMIT };
}

// What is no number of pages or items is not documented as refused: the default is taken.
function counted(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}

export function pageOf<T, R>(all: readonly T[], request: PageRequest, view: (item: T) => R): Page<R> {
  const start = (request.page - 1) * request.limit;
  return { items: all.slice(start, start + request.limit).map(view), total: all.length, ...request };
}
