import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { requestOf } from '../common/http-context.js';
import { Problem } from '../problems/problem.js';
import { RouteRegistry } from './route.registry.js';
import { RowPolicy } from './row-policy.js';

/** Applies the rules of the row: partner, scope, permission. Runs before the body is looked at and before any upstream call. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly registry: RouteRegistry,
    private readonly policy: RowPolicy,
  ) {}

  /** Without a promise, for which every call would wait, but where permissions are looked up. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const route = this.registry.routeOf(context);
    if (route === undefined) return true;
    const request = requestOf(context);
    if (request.caller === undefined) throw new Problem('authentication_required');
    return this.policy.checkHead(route, request.caller, request)?.then(() => true) ?? true;
  }
}
