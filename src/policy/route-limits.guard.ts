import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type Caller, callerKey } from '../auth/callers/caller.js';
import { replyOf, requestOf } from '../common/http-context.js';
import { derived } from '../config/live/derived.js';
import { Settings } from '../config/settings.js';
import type { Taken } from '../limits/limit.js';
import { addressKey } from '../limits/limit-keys.js';
import {
  type LimitScope,
  type RouteClass,
  limitsRoutes,
  type RouteLimit,
  routeLimits,
} from '../limits/route-limits.js';
import { SharedLimits } from '../limits/shared-limits.js';
import { addLimitHeaders } from './limit-headers.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import { RouteRegistry } from './route.registry.js';

const WHO: Readonly<Record<LimitScope, (caller: Caller, address: string) => string>> = {
  caller: callerKey,
  address: ({ partner }, address) => `${partner.id}:${addressKey(address)}`,
  partner: ({ partner }) => partner.id,
};

/** Counts calls of routes, where the settings limit any. */
@Injectable()
export class RouteCounts {
  private readonly limits: () => Readonly<Record<RouteClass, readonly RouteLimit[]>> | undefined;

  constructor(
    private readonly shared: SharedLimits,
    settings: Settings,
  ) {
    this.limits = derived(settings, ['limits'], ({ limits }) =>
      limitsRoutes(limits)
        ? {
            read: routeLimits('read', limits),
            write: routeLimits('write', limits),
            money: routeLimits('money', limits),
            export: routeLimits('export', limits),
          }
        : undefined,
    );
  }

  /** Whether the settings limit routes at all. */
  get isOn(): boolean {
    return this.limits() !== undefined;
  }

  /** @throws Problem `rate_limited` */
  async take({ routeClass }: Pick<PreparedRoute, 'routeClass'>, caller: Caller, address: string): Promise<Taken[]> {
    const taken: Taken[] = [];
    // One after the other: what one limit refuses costs nothing of the next.
    for (const limit of this.limits()?.[routeClass] ?? []) {
      taken.push(await this.shared.take(limit, WHO[limit.scope](caller, address)));
    }
    return taken;
  }
}

@Injectable()
export class RouteLimitsGuard implements CanActivate {
  constructor(
    private readonly registry: RouteRegistry,
    private readonly counts: RouteCounts,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    // Without a promise, for which every call would wait.
    return !this.counts.isOn || this.count(context);
  }

  private async count(context: ExecutionContext): Promise<boolean> {
    const route = this.registry.routeOf(context);
    const { caller, clientAddress } = requestOf(context);
    if (route === undefined || caller === undefined) return true;
    addLimitHeaders(replyOf(context), await this.counts.take(route, caller, clientAddress));
    return true;
  }
}
