import type { Row } from '../../src/routes/route.js';
import { allRows } from '../conventions/route-tables.js';
import type { Call, Client, Reply } from './client.js';

export interface SentRow {
  /** `POST /cards/:cardId/funds`, for the names of tests. */
  title: string;
  row: Row;
  upstream: string;
}

const BOUNDARY = 'every-row';
const MULTIPART = [`--${BOUNDARY}`, 'Content-Disposition: form-data; name="note"', '', 'a', `--${BOUNDARY}--`, ''];

/** All rows of all tables, for attacks that must fail on every one of them. */
export async function everyRow(): Promise<SentRow[]> {
  const rows = await allRows();
  return rows.map(({ row, target }) => ({ title: `${row.method} ${row.path}`, row, upstream: target.name }));
}

/**
 * Sends a row with no more content than is looked at before the right to it: a refusal must come before the checks of a
 * body, and before any upstream is asked. Parameters are `1` where they are not given.
 */
export function sendRow(client: Client, row: Row, { params = {}, headers }: Filled = {}): Promise<Reply> {
  const { method, path, upload } = row;
  const filled = path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => params[name] ?? '1');
  return client.send(method, `/v1${filled}`, { ...contentOf(row), headers: { ...headers, ...typeOf(upload) } });
}

interface Filled extends Pick<Call, 'headers'> {
  params?: Readonly<Record<string, string>>;
}

function contentOf({ method, upload }: Row): Pick<Call, 'body'> {
  if (method === 'GET') return {};
  return { body: upload === undefined ? {} : MULTIPART.join('\r\n') };
}

function typeOf(upload: Row['upload']): Record<string, string> {
  return upload === undefined ? {} : { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
}
