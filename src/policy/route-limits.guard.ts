import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, callerKey } from '../auth/callers/caller.js';
import { Settings } from '../config/settings.js';
import type { Taken } from '../limits/limit.js';
import { addressKey } from '../limits/limit-keys.js';
import { type LimitScope, type RouteClass, type RouteLimit, routeLimits } from '../limits/route-limits.js';
import { SharedLimits } from '../limits/shared-limits.js';
import { addLimitHeaders } from './limit-headers.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import { RouteRegistry } from './route.registry.js';

const WHO: Readonly<Record<LimitScope, (caller: Caller, address: string) => string>> = {
  caller: callerKey,
  address: ({ partner }, address) => `${partner.id}:${addressKey(address)}`,
  partner: ({ partner }) => partner.id,
};

/** Counts calls of routes. */
@Injectable()
export class RouteCounts {
  private readonly limits: Readonly<Record<RouteClass, readonly RouteLimit[]>>;

  constructor(
    private readonly shared: SharedLimits,
    { limits }: Settings,
  ) {
    this.limits = {
      read: routeLimits('read', limits),
      write: routeLimits('write', limits),
      money: routeLimits('money', limits),
    };
  }

  /** @throws Problem `rate_limited` */
  async take({ routeClass }: PreparedRoute, caller: Caller, address: string): Promise<Taken[]> {
    const taken: Taken[] = [];
    // One after the other: what one limit refuses costs nothing of the next.
    for (const limit of this.limits[routeClass]) {
      taken.push(await this.shared.take(limit, WHO[limit.scope](caller, address)));
    }
    return taken;
  }
}

/** It stands among the guards only where the settings limit routes at all (app.module.ts). */
@Injectable()
export class RouteLimitsGuard implements CanActivate {
  constructor(
    private readonly registry: RouteRegistry,
    private readonly counts: RouteCounts,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.registry.routeOf(context);
    const http = context.switchToHttp();
    const { caller, clientAddress } = http.getRequest<FastifyRequest>();
    if (route === undefined || caller === undefined) return true;
    addLimitHeaders(http.getResponse<FastifyReply>(), await this.counts.take(route, caller, clientAddress));
    return true;
  }
}
