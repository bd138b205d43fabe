import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { replyOf, requestOf } from '../common/http-context.js';
import { Settings } from '../config/settings.js';
import { limitOf } from '../limits/limit.js';
import { addressKey } from '../limits/limit-keys.js';
import { SharedLimits } from '../limits/shared-limits.js';
import { addLimitHeaders } from './limit-headers.js';
import { RouteRegistry } from './route.registry.js';

/** Calls without any login are few per address. */
@Injectable()
export class PublicLimitsGuard implements CanActivate {
  constructor(
    private readonly registry: RouteRegistry,
    private readonly shared: SharedLimits,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { caller, clientAddress } = requestOf(context);
    const route = this.registry.routeOf(context);
    if (route === undefined || caller?.kind !== 'public') return true;
    const { partner, applicationKey } = caller;
    const name = applicationKey === undefined ? 'public' : 'application';
    const application = applicationKey === undefined ? [] : [applicationKey];
    const who = [partner.id, route.id, ...application, addressKey(clientAddress)].join(':');
    const taken = await this.shared.take(limitOf(name, this.settings.limits[name]), who);
    addLimitHeaders(replyOf(context), [taken]);
    return true;
  }
}
