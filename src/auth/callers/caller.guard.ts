import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CallerKind } from '../../common/caller-kinds.js';
import { Problem } from '../../problems/problem.js';
import { ACCESS_RULE, type AccessRule } from './access.js';
import { APPLICATION_KEY_HEADER } from './application-key.js';
import { type Caller, hasSession, type PublicCaller } from './caller.js';
import { HandlerMetadata } from './handler-metadata.js';
import { checkListed } from './listed.js';
import { Partners } from './partners.js';
import { ServiceTokens } from '../service-tokens/service-tokens.js';
import { SessionCallers } from './session-callers.js';
import { sessionCookieOf } from '../sessions/cookie.js';

const BEARER = /^Bearer +(\S+)$/i;
const CHALLENGE = { 'www-authenticate': 'Bearer' };
const INVALID = { 'www-authenticate': 'Bearer error="invalid_token"' };

const READS = new Set(['GET', 'HEAD']);

type Listed = readonly CallerKind[];

/** Establishes who is calling, and refuses whoever the handler does not list. */
@Injectable()
export class CallerGuard implements CanActivate {
  private readonly rules = new HandlerMetadata<AccessRule>(ACCESS_RULE);

  constructor(
    private readonly sessions: SessionCallers,
    private readonly serviceTokens: ServiceTokens,
    private readonly partners: Partners,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.rules.of(context);
    if (rule === undefined) throw new Problem('route_not_found');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.record.route = rule.route;
    const { callers } = rule;
    if (callers === 'anyone') return true;

    const caller = await this.identify(request, callers);
    request.caller = caller;
    request.record.caller = caller.kind;
    request.record.partner = caller.partner.id;
    checkListed(caller, callers);
    if (isRetired(caller) && !READS.has(request.method)) throw new Problem('session_invalid', { headers: INVALID });
    return true;
  }

  /** What is presented counts, also where a public caller would do. `Authorization` is meant; the cookie beside it was added by the browser. */
  private async identify(request: FastifyRequest, callers: Listed): Promise<Caller> {
    const { authorization, origin } = request.headers;
    if (authorization !== undefined) return this.ofToken(BEARER.exec(authorization)?.[1] ?? '', request);
    const cookie = sessionCookieOf(request);
    if (cookie !== undefined)
      return known(await this.sessions.of(cookie, 'cookie', request.clientAddress), 'session_invalid');
    const applicationKey = request.headers[APPLICATION_KEY_HEADER];
    if (!callers.includes('public') || (origin === undefined && applicationKey === undefined)) {
      throw new Problem('authentication_required', { headers: CHALLENGE });
    }
    return applicationKey === undefined
      ? this.ofOrigin(origin ?? '')
      : this.ofApplication(String(applicationKey), origin);
  }

  /** A service's token is a JWT, which has dots; a handle has none. */
  private async ofToken(token: string, { clientAddress }: FastifyRequest): Promise<Caller> {
    return token.includes('.')
      ? known(await this.serviceTokens.verify(token), 'token_invalid')
      : known(await this.sessions.of(token, 'token', clientAddress), 'session_invalid');
  }

  /** An application needs no origin; where it has one, as a web view does, it must be one of its partner's. */
  private ofApplication(applicationKey: string, origin: string | undefined): PublicCaller {
    const partner = this.partners.ofApplicationKey(applicationKey);
    if (partner === undefined) throw new Problem('application_key_invalid', { headers: CHALLENGE });
    if (origin !== undefined && !this.partners.allowsOrigin(partner, origin)) throw new Problem('origin_not_allowed');
    return { kind: 'public', partner, applicationKey };
  }

  private ofOrigin(origin: string): PublicCaller {
    const partner = this.partners.ofOrigin(origin);
    if (partner === undefined) throw new Problem('origin_not_allowed');
    return { kind: 'public', partner };
  }
}

function known(found: Caller | undefined, otherwise: 'session_invalid' | 'token_invalid'): Caller {
  if (found === undefined) throw new Problem(otherwise, { headers: INVALID });
  return found;
}

/** For a moment after a change of the handle, reads that were under way with the old one may finish. */
function isRetired(caller: Caller): boolean {
  return hasSession(caller) && caller.retired === true;
}
