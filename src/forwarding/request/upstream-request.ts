import type { Caller } from '../../auth/callers/caller.js';
import { REQUEST_ID_HEADER } from '../../common/request-id.js';
import { Problem } from '../../problems/problem.js';
import { membersOf, objectOf } from '../../common/json-text/members.js';
import type { RowCall } from '../row-call.js';
import type { RowRequest } from '../row-request.js';
import { isRecord } from '../../common/json.js';
import { declaredFields } from '../../common/declared-fields.js';
import { MERCHANT_HEADER } from './merchant-name.js';
import { ownMerchantOf } from './own-merchant.js';
import { otpOf } from './inline-otp.js';
import type { Row } from '../../routes/route.js';
import { publicBody } from './public-body.js';

type BodyOfCall = Pick<RowCall, 'route' | 'caller' | 'request' | 'credential'>;

const JSON_TYPE = 'application/json';

/**
 * The JSON body to send: the client's own bytes, or these with what the gateway adds as further members. Of a caller without
 * a login only the members that the row declares are sent.
 *
 * @throws Problem `validation_failed` where the client sent a member that the gateway adds, or a body without members
 */
export function upstreamBody(call: BodyOfCall): Buffer | string | undefined {
  const { route, caller, request, credential } = call;
  const { row } = route;
  const own = row.body === undefined ? undefined : ownBody(row, caller, request);
  const otp = row.otp === 'body' ? otpOf(request) : undefined;
  const implied = impliedMerchant(call);
  if (otp === undefined && credential.body === undefined && implied === NOTHING) return own;
  const members = membersOf(own?.toString('utf8') ?? '{}');
  if (members === undefined) throw new Problem('validation_failed', { errors: [NO_PLACE] });
  for (const [name, value] of Object.entries({ ...(otp !== undefined && { otp }), ...implied, ...credential.body })) {
    if (members.has(name)) throw wrongField(name, 'isEmpty', `${name} is put in by the gateway`);
    members.set(name, JSON.stringify(value));
  }
  return objectOf(members);
}

function ownBody(row: Row, { kind }: Caller, { rawBody }: RowRequest): Buffer | string | undefined {
  return kind === 'public' && rawBody !== undefined ? publicBody(row, rawBody) : rawBody;
}

/** The merchant in whose name a stranger calls is that of the settings, also where he names none. */
function impliedMerchant({ route, caller, request }: BodyOfCall): Readonly<Record<string, string>> {
  const { body } = route.row;
  if (caller.kind !== 'public' || body === undefined || route.target.name !== 'middleware') return NOTHING;
  const own = ownMerchantOf({ route, caller });
  const isNamed = isRecord(request.body) && Object.hasOwn(request.body, MERCHANT_FIELD);
  return own === undefined || isNamed || !declaredFields(body).has(MERCHANT_FIELD)
    ? NOTHING
    : { [MERCHANT_FIELD]: own };
}

/** All that an upstream is told of the request, beside path, query and body. Of the client's own headers only what the row lists. */
export function upstreamHeaders(
  {
    route,
    handling,
    caller,
    request,
    credential,
  }: Pick<RowCall, 'route' | 'handling' | 'caller' | 'request' | 'credential'>,
  contentType: string | undefined,
): Record<string, string> {
  const headers: Record<string, string> = {
    accept: handling.answer.accept,
    'user-agent': 'migo-gateway',
    [REQUEST_ID_HEADER]: request.id,
  };
  if (contentType !== undefined) headers['content-type'] = contentType;
  for (const name of handling.toldHeaders) {
    const value = request.headers[name] ?? (name === MERCHANT_HEADER ? impliedHeader(route, caller) : undefined);
    if (typeof value === 'string') headers[name] = value;
  }
  return Object.assign(headers, credential.headers);
}

export function contentTypeOf({ mediaType = JSON_TYPE }: Row, body: Buffer | string | undefined): string | undefined {
  return body === undefined ? undefined : mediaType;
}

function impliedHeader(route: RowCall['route'], caller: Caller): string | undefined {
  return caller.kind === 'public' ? ownMerchantOf({ route, caller }) : undefined;
}

const NOTHING = {};
/** What Migo's bodies call the merchant that strangers may name. */
const MERCHANT_FIELD = 'client';

const NO_PLACE = { code: 'isObject', message: 'the body must be a JSON object: the gateway adds a member' };

function wrongField(field: string, code: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ code, field, message }] });
}
