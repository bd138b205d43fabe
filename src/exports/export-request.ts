import type { FastifyRequest } from 'fastify';
import { isRecord } from '../common/json.js';
import { weightsOf } from '../edge/weights.js';
import { Problem } from '../problems/problem.js';
import { parametersOf } from '../routes/path-template.js';
import type { Row } from '../routes/route.js';
import { type Format, FORMATS } from './formats.js';

/** Parameters of the export itself. */
const OWN = ['format', 'cursor', 'after'] as const;
const COUNT = /^\d{1,12}$/;

export interface ExportRequest {
  /** Path parameters of the row. */
  params: Record<string, string>;
  query: Record<string, string>;
  format: Format;
  cursor?: string;
  /** Rows behind the cursor that the client has already. */
  after: number;
  /** Items of a page. */
  limit?: number;
}

/** @throws Problem `validation_failed` */
export function exportRequest(
  { path, pages }: Row,
  { query, headers }: Pick<FastifyRequest, 'query' | 'headers'>,
): ExportRequest {
  const given = Object.entries(isRecord(query) ? query : {}).map(([name, value]) => {
    if (typeof value !== 'string') throw wrong(name, `${name} must be sent only once`);
    return [name, value] as const;
  });
  const all = new Map(given);
  const params: Record<string, string> = {};
  for (const name of parametersOf(path)) {
    const value = all.get(name) ?? '';
    if (value === '') throw wrong(name, `${name} should not be empty`);
    params[name] = value;
  }
  const paging = pages === undefined || pages === 'whole' ? undefined : pages;
  if (paging !== undefined && all.has(paging.page)) throw wrong(paging.page, `${paging.page} is the export's own`);
  const cursor = all.get('cursor');
  const limit = paging && countIn(all, paging.limit);
  if (limit === 0) throw wrong(paging?.limit ?? '', `${paging?.limit ?? ''} must not be less than 1`);
  const kept = new Set<string>([...OWN, ...Object.keys(params), ...(paging === undefined ? [] : [paging.limit])]);
  return {
    params,
    query: Object.fromEntries(given.filter(([name]) => !kept.has(name))),
    format: formatOf(all.get('format'), headers.accept),
    after: countIn(all, 'after') ?? 0,
    ...(cursor !== undefined && { cursor }),
    ...(limit !== undefined && { limit }),
  };
}

function countIn(all: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = all.get(name);
  if (value === undefined) return undefined;
  if (!COUNT.test(value)) throw wrong(name, `${name} must be a whole number`);
  return Number(value);
}

function formatOf(named: string | undefined, accept: string | undefined): Format {
  if (named === undefined) return prefersCsv(accept) ? 'csv' : 'ndjson';
  const format = FORMATS.find((known) => known === named);
  if (format === undefined) throw wrong('format', `format must be one of ${FORMATS.join(', ')}`);
  return format;
}

function prefersCsv(accept: string | undefined): boolean {
  const weights = weightsOf(accept);
  const csv = weights.get('text/csv') ?? weights.get('text/*') ?? 0;
  return (
    csv > 0 && csv >= (weights.get('application/x-ndjson') ?? weights.get('application/*') ?? weights.get('*/*') ?? 0)
  );
}

function wrong(field: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ code: 'export', field, message }] });
}
