import type { IncomingHttpHeaders } from 'node:http';
import { isRecord } from '../../common/json.js';
import { Problem } from '../../problems/problem.js';

export interface TokenRequest {
  id: string;
  secret: string;
  /** Undefined where the client asks for all that it has. */
  scopes: readonly string[] | undefined;
}

const GRANT_TYPE = 'client_credentials';
const BASIC = /^Basic +([A-Za-z0-9+/_-]+={0,2})$/i;
/** Of another scheme, a client says nothing of itself: a console adds the token of whoever is logged in to every call. */
const BASIC_SCHEME = /^Basic\b/i;
/** RFC 6749, section 3.3. */
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/;

/**
 * A client credentials request (RFC 6749, section 4.4.2), its client named by exactly one of the two ways of section 2.3.1.
 *
 * @throws Problem `invalid_request`, `unsupported_grant_type`, `invalid_client`
 */
export function readTokenRequest(form: unknown, headers: IncomingHttpHeaders): TokenRequest {
  const { authorization } = headers;
  const field = (name: string): string | undefined => {
    const value: unknown = isRecord(form) ? form[name] : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const grantType = field('grant_type');
  if (grantType === undefined) throw invalid('grant_type is missing');
  if (grantType !== GRANT_TYPE) throw new Problem('unsupported_grant_type');
  const scope = field('scope');
  if (scope !== undefined && !SCOPE.test(scope)) throw new Problem('invalid_scope');
  const client = { id: field('client_id'), secret: field('client_secret') };
  const isBasic = authorization !== undefined && BASIC_SCHEME.test(authorization);
  const { id, secret } = isBasic ? basicClient(authorization, client) : client;
  if (id === undefined || secret === undefined) throw invalidClient(headers);
  return { id, secret, scopes: scope === undefined ? undefined : [...new Set(scope.split(' '))] };
}

type Named = Partial<Record<'id' | 'secret', string | undefined>>;

function basicClient(authorization: string, inForm: Named): Named {
  if (inForm.secret !== undefined) throw invalid('the client must be authenticated by one method, not by two');
  const [, encoded = ''] = BASIC.exec(authorization) ?? [];
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const client = { id: decoded(id), secret: decoded(secret.join(':')) };
  if (inForm.id !== undefined && inForm.id !== client.id) throw invalid('client_id is not the one of the header');
  return client;
}

/** Both parts are form-encoded before they are joined (RFC 6749, section 2.3.1). */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function invalid(detail: string): Problem {
  return new Problem('invalid_request', { detail });
}

/**
 * RFC 6749, section 5.2: the challenge names the scheme that the client may use. Not to a script in a browser, which would ask its user
 * for a name and a password then: it is told the scheme of tokens.
 */
export function invalidClient(headers: IncomingHttpHeaders): Problem {
  const isBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  const scheme = isBrowser ? 'Bearer' : 'Basic';
  return new Problem('invalid_client', { headers: { 'www-authenticate': `${scheme} realm="migo-gateway"` } });
}
