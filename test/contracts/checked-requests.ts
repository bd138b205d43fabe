import { Problem } from '../../src/problems/problem.js';
import type { Row } from '../../src/routes/route.js';
import { contract, importOf, operation } from './contract-folder.js';

export type Request = Partial<Record<'params' | 'query' | 'headers' | 'body', unknown>>;

/** The row of an operation of `wallet.json` that a grant of everything serves. */
export function rowOf(file: object | string, name: string, grant: object = {}): Row {
  const grants = [{ upstream: 'wallet', scope: 'a:read', operations: ['* /*'], ...grant }];
  const contracts = importOf({ files: { 'wallet.json': file }, grants });
  const row = contracts.tables().map(({ table }) => table.rows[name])[0];
  if (row === undefined) throw new Error(contracts.entries.map(({ operation: { unfit } }) => unfit).join());
  return row;
}

/** `[code, field]` of every error; none where the request passes. */
export function errorsOf(row: Row, { params = {}, query = {}, headers = {}, body }: Request): (string | undefined)[][] {
  try {
    row.check?.({ params, query, headers: headers as Record<string, string>, body });
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.code).toBe('validation_failed');
    return (error.options.errors ?? []).map(({ code, field }) => [code, field]);
  }
}

/** The row of `POST /a` with this body schema. */
export function posting(schema: object, more: object = {}, grant: object = {}): Row {
  const content = { 'application/json': { schema } };
  const file = contract({ '/a': { post: operation({ requestBody: { required: true, content } }) } }, more);
  return rowOf(file, 'postA', grant);
}

/** The row of `GET /a` with the query parameter `v`. */
export function asking(schema: object, more: object = {}, parameter: object = {}): Row {
  const parameters = [{ name: 'v', in: 'query', required: true, schema, ...parameter }];
  return rowOf(contract({ '/a': { get: operation({ parameters }) } }, more), 'getA');
}
