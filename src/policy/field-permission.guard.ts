import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { requestOf } from '../common/http-context.js';
import { Problem } from '../problems/problem.js';
import { RouteRegistry } from './route.registry.js';
import { RowPolicy } from './row-policy.js';

/** Where a field of the body says which permission an operator needs. That he has one of them at all, `PolicyGuard` has seen. */
@Injectable()
export class FieldPermissionGuard implements CanActivate {
  constructor(
    private readonly registry: RouteRegistry,
    private readonly policy: RowPolicy,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.registry.routeOf(context);
    const request = requestOf(context);
    if (route === undefined) return true;
    if (request.caller === undefined) throw new Problem('authentication_required');
    await this.policy.checkField(route, request.caller, request);
    return true;
  }
}
