import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { hasSession } from './caller.js';
import { Partners } from './partners.js';

export const CSRF_HEADER = 'x-migo-csrf';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser adds the session cookie to any request that any page makes. A call that changes something must therefore
 * come with a header that no form can set, from an origin of the session's own partner.
 */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(private readonly partners: Partners) {}

  canActivate(context: ExecutionContext): boolean {
    const { caller, method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (caller === undefined || !hasSession(caller) || caller.presentedAs !== 'cookie' || SAFE_METHODS.has(method))
      return true;
    if (headers[CSRF_HEADER] !== '1') throw new Problem('csrf_header_missing');
    if (!this.partners.allowsOrigin(caller.partner, headers.origin)) throw new Problem('origin_not_allowed');
    return true;
  }
}
