import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { requestOf } from '../../common/http-context.js';
import { Problem } from '../../problems/problem.js';
import { hasSession } from './caller.js';
import { Partners } from './partners.js';

export const CSRF_HEADER = 'x-migo-csrf';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser adds the session cookie to any request that any page makes. A call that changes something must therefore
 * come with a header that no form can set, from an origin of the session's own partner. A read must not name another
 * origin: CORS lets the pages of all partners see answers, and one partner's data is nothing for another's page.
 */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(private readonly partners: Partners) {}

  canActivate(context: ExecutionContext): boolean {
    const { caller, method, headers } = requestOf(context);
    if (caller === undefined || !hasSession(caller) || caller.presentedAs !== 'cookie') return true;
    const isRead = SAFE_METHODS.has(method);
    if (isRead && headers.origin === undefined) return true;
    if (!isRead && headers[CSRF_HEADER] !== '1') throw new Problem('csrf_header_missing');
    if (!this.partners.allowsOrigin(caller.partner, headers.origin)) throw new Problem('origin_not_allowed');
    return true;
  }
}
