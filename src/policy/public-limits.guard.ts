import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRecord } from '../common/json.js';
import { Settings } from '../config/settings.js';
import { limitOf } from '../limits/limit.js';
import { accountKey, addressKey } from '../limits/limit-keys.js';
import { Limiter } from '../limits/limiter.js';
import { SharedLimits } from '../limits/shared-limits.js';
import { addLimitHeaders } from './limit-headers.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import { RouteRegistry } from './route.registry.js';

/** Calls without any login are few per address; calls that name an account are fewer for it, whoever makes them. */
@Injectable()
export class PublicLimitsGuard implements CanActivate {
  constructor(
    private readonly registry: RouteRegistry,
    private readonly limiter: Limiter,
    private readonly shared: SharedLimits,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const route = this.registry.routeOf(context);
    if (route === undefined || (request.caller?.kind !== 'public' && route.row.accountField === undefined)) return true;
    return this.take(route, request, http.getResponse<FastifyReply>());
  }

  private async take(
    { id, row }: PreparedRoute,
    { caller, clientAddress, body }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<boolean> {
    const where = `${caller?.partner.id ?? ''}:${id}`;
    if (caller?.kind === 'public') {
      const { applicationKey } = caller;
      const name = applicationKey === undefined ? 'public' : 'application';
      const who = [where, ...(applicationKey === undefined ? [] : [applicationKey]), addressKey(clientAddress)].join(
        ':',
      );
      addLimitHeaders(reply, [await this.shared.take(limitOf(name, this.settings.limits[name]), who)]);
    }
    const { accountField } = row;
    const account = accountField !== undefined && isRecord(body) ? body[accountField] : undefined;
    // What is no text may still be read as one account or another by Migo: such values are counted together.
    const name = typeof account === 'string' ? account : '';
    if (account !== undefined) await this.limiter.take('account', `${where}:${accountKey(name)}`);
    return true;
  }
}
