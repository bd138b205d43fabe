import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { ACCESS_RULE, type AccessRule } from './access.js';
import type { OperatorCaller } from './caller.js';
import { HandlerMetadata } from './handler-metadata.js';
import { Partners } from './partners.js';
import { sessionCookieOf } from './session.cookie.js';
import { isHandle, recordIdOf } from './session.handle.js';
import type { Session, SessionTransport } from './session.js';
import { Sessions } from './sessions.js';

const BEARER = /^Bearer +(\S+)$/i;
const CHALLENGE = { 'www-authenticate': 'Bearer' };

interface Presented {
  handle: string;
  as: SessionTransport;
}

/** Establishes who is calling, and refuses whoever the handler does not list. */
@Injectable()
export class CallerGuard implements CanActivate {
  private readonly rules = new HandlerMetadata<AccessRule>(ACCESS_RULE);

  constructor(
    private readonly sessions: Sessions,
    private readonly partners: Partners,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const rule = this.rules.of(context);
    if (rule === undefined) throw new Problem('route_not_found');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.record.route = rule.route;
    if (rule.callers === 'anyone') return true;

    const presented = presentedHandle(request);
    if (presented === undefined) throw new Problem('authentication_required', { headers: CHALLENGE });
    if (!isHandle(presented.handle)) throw invalidSession();
    const recordId = recordIdOf(presented.handle);
    const found = this.sessions.find(recordId);
    const admit = (session: Session | undefined): boolean => {
      request.caller = this.callerOf(session, { presentedAs: presented.as, recordId });
      request.record.caller = request.caller.kind;
      request.record.partner = request.caller.partner.id;
      if (!rule.callers.includes(request.caller.kind)) throw new Problem('caller_not_allowed');
      return true;
    };
    return found instanceof Promise ? found.then(admit) : admit(found);
  }

  private callerOf(
    session: Session | undefined,
    proof: Pick<OperatorCaller, 'presentedAs' | 'recordId'>,
  ): OperatorCaller {
    const partner = session && this.partners.get(session.partnerId);
    if (session === undefined || partner === undefined) throw invalidSession();
    const { sessionId, user, endsAt } = session;
    return { kind: 'operator', partner, sessionId, user, endsAt, ...proof };
  }
}

/** A client that sends `Authorization` means it; the cookie beside it was added by the browser. */
function presentedHandle(request: FastifyRequest): Presented | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) return { handle: BEARER.exec(authorization)?.[1] ?? '', as: 'token' };
  const cookie = sessionCookieOf(request);
  return cookie === undefined ? undefined : { handle: cookie, as: 'cookie' };
}

function invalidSession(): Problem {
  return new Problem('session_invalid', { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
}
