import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { requestOf } from '../common/http-context.js';
import { Problem } from '../problems/problem.js';
import { requireRecentCode } from './recent-code.js';

/** Step-up check of the rows that require one: a person gets to a sensitive operation only shortly after a one-time code. */
@Injectable()
export class StepUpGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { caller } = requestOf(context);
    if (caller === undefined) throw new Problem('authentication_required');
    requireRecentCode(caller);
    return true;
  }
}
