import { decodeJwt } from 'jose';
import type { CallerKind } from '../../src/common/caller-kinds.js';
import { DEMO_BODY_KEYS, DEMO_MERCHANT_TOKEN, STATIC_JWTS } from '../../simulator/state/seed-merchants.js';
import type { DocumentedRoute } from './documented-routes.js';
import type { ReceivedCall } from './simulator-control.js';

interface Expected {
  /** Header names with what each must hold. */
  headers: Readonly<Record<string, string | TokenClaims>>;
  /** Members of the JSON body. */
  body?: Readonly<Record<string, string>>;
}

interface TokenClaims {
  issuedBy: string;
  kind: 'application' | 'user';
  /** The merchant, or the id of the CMS or wallet user. */
  of: string;
}

const MERCHANT = 'migoDeveloper';
const APPLICATION_ID = 'app-demo';
const ANAS_CMS_ID = '501';

/** What proves the caller to the upstream, by the route list. `subject` is the wallet user's id, for cardholders. */
export function expectedCredential(
  { credential, upstream }: DocumentedRoute,
  { kind, subject }: { kind: CallerKind; subject: string },
): Expected {
  const application: TokenClaims = { issuedBy: upstream, kind: 'application', of: MERCHANT };
  switch (credential) {
    case 'application':
      if (kind === 'cardholder')
        return { headers: { authorization: { issuedBy: upstream, kind: 'user', of: subject } } };
      return { headers: { authorization: application } };
    case 'application + applicationId':
      return { headers: { authorization: application, applicationid: APPLICATION_ID } };
    case 'application + x-application-id':
      return {
        headers: {
          authorization: kind === 'cardholder' ? { issuedBy: upstream, kind: 'user', of: subject } : application,
          'x-application-id': APPLICATION_ID,
        },
      };
    case 'operator':
      return {
        headers: { authorization: application, 'x-user-token': { issuedBy: upstream, kind: 'user', of: ANAS_CMS_ID } },
      };
    case 'JWT': {
      const jwt = STATIC_JWTS.find((known) => known.upstream === upstream);
      return { headers: { authorization: `Bearer ${jwt?.token ?? ''}` } };
    }
    case 'token':
      return { headers: { authorization: `Bearer ${DEMO_MERCHANT_TOKEN}` } };
    case 'raw token':
      return { headers: { authorization: DEMO_MERCHANT_TOKEN } };
    case 'body keys':
      return { headers: {}, body: DEMO_BODY_KEYS };
  }
}

/** What the header of a received call proves: the claims of a token that the simulator issued, or the text. */
export function provenBy({ headers }: ReceivedCall, name: string): string | TokenClaims | undefined {
  const value = headers[name];
  const [, token] = /^Bearer (ey\S+)$/.exec(value ?? '') ?? [];
  if (token === undefined) return value;
  const { aud, kind, sub } = decodeJwt<{ kind: TokenClaims['kind'] }>(token);
  return { issuedBy: String(aud), kind, of: String(sub) };
}
