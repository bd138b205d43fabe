import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CallerKind } from '../../common/caller-kinds.js';
import { requestOf } from '../../common/http-context.js';
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
import type { SessionTransport } from '../sessions/session-record.js';

const BEARER = /^Bearer +(\S+)$/i;
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

  /** Without a promise, for which every call would wait, where this process has a copy of the session. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const rule = this.rules.of(context);
    if (rule === undefined) throw new Problem('route_not_found');
    const request = requestOf(context);
    request.record.route = rule.route;
    const { callers } = rule;
    if (callers === 'anyone') return true;

    const found = this.identify(request, callers);
    if (!(found instanceof Promise)) return admit(found, request, callers);
    return found.then((caller) => admit(caller, request, callers));
  }

  /** What is presented counts, also where a public caller would do. `Authorization` is meant; the cookie beside it was added by the browser. */
  private identify(request: FastifyRequest, callers: Listed): Caller | Promise<Caller> {
    const { authorization, origin } = request.headers;
    if (authorization !== undefined) return this.ofToken(BEARER.exec(authorization)?.[1] ?? '', request);
    const cookie = sessionCookieOf(request);
    if (cookie !== undefined) return this.ofHandle(cookie, 'cookie', request);
    const applicationKey = request.headers[APPLICATION_KEY_HEADER];
    if (!callers.includes('public') || (origin === undefined && applicationKey === undefined)) {
      throw new Problem('authentication_required');
    }
    return applicationKey === undefined
      ? this.ofOrigin(origin ?? '')
      : this.ofApplication(String(applicationKey), origin);
  }

  /** A service's token is a JWT, which has dots; a handle has none. */
  private ofToken(token: string, request: FastifyRequest): Caller | Promise<Caller> {
    return token.includes('.') ? this.ofService(token) : this.ofHandle(token, 'token', request);
  }

  private async ofService(token: string): Promise<Caller> {
    return known(await this.serviceTokens.verify(token), 'token_invalid');
  }

  private ofHandle(handle: string, as: SessionTransport, request: FastifyRequest): Caller | Promise<Caller> {
    return this.sessions.ready(handle, as) ?? this.ofStored(handle, as, request);
  }

  private async ofStored(handle: string, as: SessionTransport, { clientAddress }: FastifyRequest): Promise<Caller> {
    return known(await this.sessions.of(handle, as, clientAddress), 'session_invalid');
  }

  /** An application needs no origin; where it has one, as a web view does, it must be one of its partner's. */
  private ofApplication(applicationKey: string, origin: string | undefined): PublicCaller {
    const partner = this.partners.ofApplicationKey(applicationKey);
    if (partner === undefined) throw new Problem('application_key_invalid');
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

/** @throws Problem where the handler does not list who is calling, or he comes with a handle of which nothing but reading is left */
function admit(caller: Caller, request: FastifyRequest, callers: Listed): boolean {
  request.caller = caller;
  request.record.caller = caller.kind;
  request.record.partner = caller.partner.id;
  checkListed(caller, callers);
  if (isRetired(caller) && !READS.has(request.method)) throw new Problem('session_invalid', { headers: INVALID });
  return true;
}

/** A retired handle: for a moment after its change, reads that were under way with it may finish. */
function isRetired(caller: Caller): boolean {
  return hasSession(caller) && caller.retired === true;
}
