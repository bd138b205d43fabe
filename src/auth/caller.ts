import type { CredentialOwner } from '../credentials/credential.js';
import type { SessionTransport, SessionUser } from './session.js';

export const CALLER_KINDS = ['operator', 'cardholder', 'service', 'public'] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];

/** A CMS user with a session of this gateway. */
export interface OperatorCaller extends CredentialOwner {
  kind: 'operator';
  sessionId: string;
  user: SessionUser;
  /** How the handle was presented: a cookie travels by itself, so it needs the CSRF checks. */
  presentedAs: SessionTransport;
  /** The session's end, milliseconds since the epoch. */
  endsAt: number;
  /** Where the session lies in the store. */
  recordId: string;
}

/** Who is calling. Kinds that prove themselves otherwise join here. */
export type Caller = OperatorCaller;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}
