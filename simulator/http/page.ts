import type { InputCheck } from './input-check.js';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

export interface PageRequest {
  page: number;
  limit: number;
}

export interface Page<T> extends PageRequest {
  items: T[];
  total: number;
}

export function readPage(check: InputCheck): PageRequest {
  return {
    page: check.integerText('page', { min: 1, max: 1_000_000 }, 1),
    limit: check.integerText('limit', { min: 1, max: MAX_LIMIT }, DEFAULT_LIMIT),
  };
}

export function pageOf<T, R>(all: readonly T[], request: PageRequest, view: (item: T) => R): Page<R> {
  const start = (request.page - 1) * request.limit;
  return { items: all.slice(start, start + request.limit).map(view), total: all.length, ...request };
}
