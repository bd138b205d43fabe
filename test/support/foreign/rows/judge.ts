import { isDeepStrictEqual } from 'node:util';
import { type ForeignCall, type Operation, type Operations, Refused } from '../foreign-server.js';
import type { OpaqueTokens } from '../opaque-tokens.js';
import { BODY_KEYS } from './middleware.js';
import type { ForeignAnswer, ForeignForm, ForeignRow } from './foreign-row.js';

/** Which of two versions the deployment has, where Migo's pages contradict each other or leave it open. */
export type Version = 0 | 1;

/** How calls of one upstream prove who they are. */
export interface Proof {
  tokens: OpaqueTokens;
  /** The Middleware's and the Payments API's, where it does not come by login. */
  staticJwt?: string;
  merchantToken?: string;
}

/** Beside the row's own. */
const ALWAYS = ['accept', 'connection', 'content-length', 'content-type', 'host', 'transfer-encoding', 'user-agent'];
const OF_GATEWAY = ['x-request-id'];

/** Answers a row's calls, and writes down whatever Migo's page says otherwise. */
export class Judge {
  readonly violations: string[] = [];
  /** Answered in place of a success. */
  refusal: ForeignAnswer | undefined;

  constructor(private readonly version: Version) {}

  operationsOf(rows: readonly ForeignRow[], proof: Proof): Operations {
    const operations: Record<string, Operation> = {};
    for (const row of rows) operations[row.at.replaceAll(/\{\w+\}/g, '{}')] ??= this.operation(row, proof);
    return operations;
  }

  private operation(row: ForeignRow, proof: Proof): Operation {
    return async (call, body) => {
      const wrong = [...wrongProof(row, call, { ...proof, body }), ...wrongHeaders(row, call)];
      wrong.push(...wrongQuery(row, call), ...(await wrongContent(row, call, body)));
      if (wrong.length > 0) {
        this.violations.push(...wrong.map((what) => `${row.at}: ${what}`));
        throw new Refused(400, '7000', wrong.join('; '));
      }
      const { status, body: text, type } = this.refusal ?? row.answers[this.version] ?? row.answers[0];
      return { status, body: text, headers: { 'content-type': type ?? 'application/json; charset=utf-8' } };
    };
  }
}

/** @throws Refused 401 for a token that is none any more */
function wrongProof(
  { credential }: ForeignRow,
  { headers }: ForeignCall,
  { tokens, staticJwt, merchantToken = '', body }: Proof & { body: unknown },
): string[] {
  const { authorization, 'x-user-token': userToken } = headers;
  const isBearer = (value: unknown): boolean => typeof value === 'string' && /^Bearer \S+$/.test(value);
  const unless = (right: boolean, what: string): string[] => (right ? [] : [what]);
  switch (credential) {
    case 'application': {
      if (!isBearer(authorization)) return [`Authorization is ${authorization}`];
      tokens.subjectOfAnyKind(authorization);
      return [];
    }
    case 'operator': {
      if (!isBearer(authorization)) return [`Authorization is ${authorization}`];
      if (!isBearer(userToken)) return [`x-user-token is ${String(userToken)}`];
      tokens.subjectOf('application', authorization);
      tokens.subjectOf('user', userToken);
      return [];
    }
    case 'jwt': {
      if (staticJwt !== undefined) return unless(authorization === `Bearer ${staticJwt}`, 'the JWT is another one');
      if (!isBearer(authorization)) return [`Authorization is ${authorization}`];
      tokens.subjectOf('application', authorization);
      return [];
    }
    case 'token':
      return unless(authorization === `Bearer ${merchantToken}`, 'not `Bearer <merchant token>`');
    case 'raw token':
      return unless(authorization === merchantToken, 'not the raw merchant token');
    case 'body keys': {
      const keys = body as Partial<typeof BODY_KEYS>;
      const right = keys.publicKey === BODY_KEYS.publicKey && keys.privateKey === BODY_KEYS.privateKey;
      return [...unless(right, 'the keys are wrong'), ...unless(authorization === undefined, 'Authorization is sent')];
    }
  }
}

function wrongHeaders({ credential, arriving = {} }: ForeignRow, { headers }: ForeignCall): string[] {
  const proof = { operator: ['authorization', 'x-user-token'], 'body keys': [] }[credential as string] ?? [
    'authorization',
  ];
  const allowed = new Set([...ALWAYS, ...OF_GATEWAY, ...proof, ...Object.keys(arriving)]);
  return [
    ...Object.entries(arriving).flatMap(([name, value]) =>
      headers[name] === value ? [] : [`${name} is ${String(headers[name])} and not ${value}`],
    ),
    ...Object.keys(headers).flatMap((name) => (allowed.has(name) ? [] : [`${name} is not a header of this operation`])),
  ];
}

function wrongQuery({ query = '', requires = [] }: ForeignRow, call: ForeignCall): string[] {
  const sent = new URLSearchParams(call.query);
  const absent = requires.filter((name) => name.startsWith('?') && (sent.get(name.slice(1)) ?? '') === '');
  const changed = isDeepStrictEqual([...sent], [...new URLSearchParams(query)]) ? [] : [`the query is ${call.query}`];
  return [...absent.map((name) => `${name} is missing`), ...changed];
}

async function wrongContent(row: ForeignRow, call: ForeignCall, body: unknown): Promise<string[]> {
  if (row.form !== undefined) return wrongForm(row.form, row.requires ?? [], call);
  if (row.body === undefined && row.adds === undefined) return call.text === '' ? [] : [`a body arrived: ${call.text}`];
  if (!/^application\/json\b/.test(call.headers['content-type'] ?? '')) return ['the body is not sent as JSON'];
  const required = (row.requires ?? []).filter((name) => !name.startsWith('?'));
  return required.flatMap((name) => (memberOf(body, name.split('.')) === undefined ? [`${name} is missing`] : []));
}

async function wrongForm(form: ForeignForm, requires: readonly string[], call: ForeignCall): Promise<string[]> {
  const type = call.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return [`the form is sent as ${type}`];
  // Small forms of a test, by a reader that is not this project's.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const sent = await new Response(new Uint8Array(call.bytes), { headers: { 'content-type': type } }).formData();
  const wrong = requires.filter((name) => !sent.has(name)).map((name) => `${name} is missing`);
  for (const [name, value] of Object.entries(form.fields))
    if (sent.get(name) !== value) wrong.push(`${name} is changed`);
  for (const [name, { name: fileName, type: fileType, content }] of Object.entries(form.files)) {
    const file = sent.get(name);
    if (!(file instanceof File)) wrong.push(`${name} is no file`);
    else if (file.name !== fileName || file.type !== fileType) wrong.push(`${name} is ${file.name}, ${file.type}`);
    else if (!Buffer.from(content).equals(Buffer.from(await file.arrayBuffer()))) wrong.push(`${name} has other bytes`);
  }
  return wrong;
}

function memberOf(value: unknown, [name, ...more]: readonly string[]): unknown {
  if (name === undefined) return value;
  return typeof value === 'object' && value !== null ? memberOf(Reflect.get(value, name), more) : undefined;
}
