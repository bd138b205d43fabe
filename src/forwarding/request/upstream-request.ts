import type { FastifyRequest } from 'fastify';
import type { Credential } from '../../credentials/credential.js';
import { REQUEST_ID_HEADER } from '../../common/request-id.js';
import { Problem } from '../../problems/problem.js';
import { membersOf, objectOf } from '../../common/json-members.js';
import '../../edge/body-parsers.js';
import type { PreparedRoute } from '../../policy/route.prepared.js';
import type { Row } from '../../routes/route.js';

const OTP_HEADER = 'x-otp';
const OTP = /^\d{6}$/;
const JSON_TYPE = 'application/json';

/**
 * The one-time code that the client sent in `X-Otp` for a row that puts it in.
 *
 * @throws Problem `validation_failed`
 */
export function otpOf({ headers }: FastifyRequest): string | undefined {
  const otp = headers[OTP_HEADER];
  if (otp === undefined) return undefined;
  if (typeof otp === 'string' && OTP.test(otp)) return otp;
  throw wrongField(OTP_HEADER, 'matches', `${OTP_HEADER} must be 6 digits`);
}

/**
 * The JSON body to send: the client's own bytes, or these with what the gateway adds as further members.
 *
 * @throws Problem `validation_failed` where the client sent a member that the gateway adds
 */
export function upstreamBody(row: Row, request: FastifyRequest, credential: Credential): Buffer | string | undefined {
  const own = row.body === undefined ? undefined : request.rawBody;
  const otp = row.otp === 'body' ? otpOf(request) : undefined;
  if (otp === undefined && credential.body === undefined) return own;
  const members = membersOf(own?.toString('utf8') ?? '{}') ?? new Map<string, string>();
  for (const [name, value] of Object.entries({ ...(otp !== undefined && { otp }), ...credential.body })) {
    if (members.has(name)) throw wrongField(name, 'isEmpty', `${name} is put in by the gateway`);
    members.set(name, JSON.stringify(value));
  }
  return objectOf(members);
}

/** All that an upstream is told of the request, beside path, query and body. Of the client's own headers only what the row lists. */
export function upstreamHeaders(
  { row, answer }: PreparedRoute,
  request: FastifyRequest,
  { credential, contentType }: { credential: Credential; contentType: string | undefined },
): Record<string, string> {
  const headers: Record<string, string> = {
    accept: answer.accept,
    'user-agent': 'migo-gateway',
    [REQUEST_ID_HEADER]: request.id,
  };
  if (contentType !== undefined) headers['content-type'] = contentType;
  for (const name of row.headers ?? NONE) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return Object.assign(headers, credential.headers);
}

export function contentTypeOf(body: Buffer | string | undefined): string | undefined {
  return body === undefined ? undefined : JSON_TYPE;
}

const NONE: readonly string[] = [];

function wrongField(field: string, code: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ code, field, message }] });
}
