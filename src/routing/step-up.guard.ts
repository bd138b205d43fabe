import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { hasSession } from '../auth/caller.js';
import { Problem } from '../problems/problem.js';
import { ROUTE_NAME } from './controller.factory.js';
import { RouteRegistry } from './route.registry.js';

/** RFC 9470, section 3. */
const CHALLENGE = {
  'www-authenticate':
    'Bearer error="insufficient_user_authentication", error_description="a recent one-time code is required"',
};

/** Lets a person through to a sensitive operation only shortly after a one-time code. A service has nobody to ask for one. */
@Injectable()
export class StepUpGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly registry: RouteRegistry,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const id = this.reflector.get<string | undefined>(ROUTE_NAME, context.getHandler());
    if (id === undefined || this.registry.get(id).row.stepUp !== true) return true;
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (caller === undefined) throw new Problem('authentication_required');
    if (!hasSession(caller) || (caller.stepUpUntil ?? 0) > Date.now()) return true;
    throw new Problem('step_up_required', { headers: CHALLENGE });
  }
}
