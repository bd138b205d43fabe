import type { AuditContext, AuditOfCaller, AuditOfSession } from '../../observability/audit.log.js';
import { userTagOf } from '../../observability/audit.log.js';
import { hasSession, type ServiceCaller, type SessionCaller } from '../callers/caller.js';
import { loginNameOf, type SessionUser } from './session-record.js';

type AuditedSession = SessionUser & Pick<SessionCaller, 'sessionId'> & { partner: { id: string } };

/** What the audit log says of a session. */
export function auditFactsOf(session: AuditedSession, context: AuditContext): AuditOfSession {
  const { partner, kind, sessionId } = session;
  return { ...context, partner: partner.id, kind, session: sessionId, user: userTagOf(loginNameOf(session)) };
}

/** The same of whoever may have a one-time code. */
export function auditFactsOfCaller(caller: SessionCaller | ServiceCaller, context: AuditContext): AuditOfCaller {
  if (hasSession(caller)) return auditFactsOf(caller, context);
  return { ...context, partner: caller.partner.id, client: caller.clientId };
}
