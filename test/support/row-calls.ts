import type { Row } from '../../src/routes/route.js';
import type { NamedRow } from '../conventions/route-tables.js';
import type { Client, Reply } from './client.js';
import { type Sample, sampleOf } from './dto-samples.js';
import { encodeForm } from './multipart.js';
import { ROW_SAMPLES, type RowSample } from './row-samples.js';

/** A request of a row, ready to be sent, in the bytes that should arrive. */
export interface RowCall {
  method: string;
  /** Public path with parameters filled in, without the query. */
  path: string;
  params: Readonly<Record<string, string>>;
  /** With `?`, or nothing. */
  query: string;
  body: string | Buffer | undefined;
  headers: Readonly<Record<string, string>>;
}

/** A body and a query replace the sample's; parameters and files are put on top of it. */
type Changes = Pick<RowSample, 'params' | 'body' | 'files'> & { query?: Sample };

/** The body that succeeds, with what a preparation found. */
export function sampleBody({ name, row }: NamedRow, prepared: Sample = {}): Sample {
  const dto = row.body ?? row.upload?.fields;
  return { ...(dto !== undefined && sampleOf(dto)), ...ROW_SAMPLES[name]?.body, ...prepared };
}

/** The request that succeeds at the simulator's demo data, but for what is changed. */
export async function rowCall(named: NamedRow, changes: Changes = {}): Promise<RowCall> {
  const { name, row } = named;
  const sample = ROW_SAMPLES[name] ?? {};
  const params = { ...sample.params, ...changes.params };
  const content = await contentOf(row, {
    body: sampleBody(named),
    ...(sample.files !== undefined && { files: sample.files }),
    ...changes,
  });
  return {
    method: row.method,
    path: `/v1${fill(row.path.replaceAll(/:([A-Za-z]+)/g, '{$1}'), params)}`,
    params,
    query: queryText(changes.query ?? (row.query === undefined ? {} : sampleOf(row.query))),
    body: content?.body,
    headers: {
      ...sample.headers,
      ...(content !== undefined && { 'content-type': content.contentType }),
      ...(row.money === true && { 'idempotency-key': `walk-${crypto.randomUUID()}` }),
    },
  };
}

export function send(client: Client, { method, path, query, body, headers }: RowCall): Promise<Reply> {
  return client.send(method, path + query, { headers, ...(body !== undefined && { body }) });
}

/** `/cards/{cardId}` with its parameters. */
export function fill(template: string, params: RowCall['params']): string {
  return template.replaceAll(/\{([A-Za-z]+)\}/g, (_match, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${template}: no sample for ${name}`);
    return encodeURIComponent(value);
  });
}

async function contentOf(
  { body: dto, upload }: Row,
  { body, files = {} }: { body: Sample; files?: RowSample['files'] },
): Promise<{ body: string | Buffer; contentType: string } | undefined> {
  if (upload !== undefined) {
    const { bytes, contentType } = await encodeForm({ fields: body, files: Object.entries(files) });
    return { body: bytes, contentType };
  }
  return dto === undefined ? undefined : { body: jsonText(body), contentType: 'application/json' };
}

/** Spaced unusually, with a field that no DTO knows and a number that a float would shorten: to see whether bytes are kept. */
function jsonText(value: Sample): string {
  return JSON.stringify({ ...value, probe: 0 }, null, 1).replace(/0\n\}$/, '10.5000\n}');
}

function queryText(query: Sample): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  const text = new URLSearchParams(pairs).toString();
  return text === '' ? '' : `?${text}`;
}
