import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { UpstreamError } from '../clients/transport/upstream-error.js';
import { problemOfFailure } from '../clients/transport/upstream-problem.js';
import { UpstreamTransports } from '../clients/transport/upstream-transports.js';
import { requestOf } from '../common/http-context.js';
import type { Problem } from '../problems/problem.js';
import { RouteRegistry } from './route.registry.js';
import { callClassOf, seatOf } from './seat.js';

/**
 * Refuses a read that would be refused anyway: its upstream fails, or has neither a place nor room in the queue for it. Under a
 * flood each of these is a call less that can be served, so nothing else is done for it.
 */
@Injectable()
export class RoomGuard implements CanActivate {
  private readonly problems = new WeakMap<UpstreamError, Problem>();

  constructor(
    private readonly registry: RouteRegistry,
    private readonly transports: UpstreamTransports,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const route = this.registry.routeOf(context);
    const { caller, clientAddress, record } = requestOf(context);
    if (route === undefined || caller === undefined) return true;
    const { row, target } = route;
    const refusal = this.transports.get(target.name).refusalOf(seatOf(callClassOf(row), caller, clientAddress));
    if (refusal === undefined) return true;
    record.upstream = target.name;
    record.isRead = true;
    throw this.problemOf(refusal);
  }

  /** One for as long as the refusal is the same. */
  private problemOf(refusal: UpstreamError): Problem {
    const problem = this.problems.get(refusal) ?? problemOfFailure(refusal, { movesMoney: false });
    this.problems.set(refusal, problem);
    return problem;
  }
}
