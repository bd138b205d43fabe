import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Caller, hasSession } from '../auth/callers/caller.js';
import { Problem } from '../problems/problem.js';
import { sharedClock } from '../storage/shared-clock.js';

/** RFC 9470, section 3. */
const CHALLENGE = {
  'www-authenticate':
    'Bearer error="insufficient_user_authentication", error_description="a recent one-time code is required"',
};

/** For rows where a step-up is required: lets a person through to a sensitive operation only shortly after a one-time code. A service has nobody to ask for one. */
@Injectable()
export class StepUpGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (caller === undefined) throw new Problem('authentication_required');
    checkStepUp(caller);
    return true;
  }
}

/** @throws Problem `step_up_required` */
export function checkStepUp(caller: Caller): void {
  if (!hasSession(caller) || (caller.stepUpUntil ?? 0) > sharedClock.now()) return;
  throw new Problem('step_up_required', { headers: CHALLENGE });
}
