import type { AuditContext, AuditOfSession } from '../../observability/audit.log.js';
import { userTagOf } from '../../observability/audit.log.js';
import type { SessionCaller } from '../callers/caller.js';
import { loginNameOf, type SessionUser } from './session-record.js';

type AuditedSession = SessionUser & Pick<SessionCaller, 'sessionId'> & { partner: { id: string } };

/** What the audit log says of a session. */
export function auditFactsOf(session: AuditedSession, context: AuditContext): AuditOfSession {
  const { partner, kind, sessionId } = session;
  return { ...context, partner: partner.id, kind, session: sessionId, user: userTagOf(loginNameOf(session)) };
}
