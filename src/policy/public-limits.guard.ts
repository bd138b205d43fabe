import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { textField } from '../common/json.js';
import { Settings } from '../config/settings.js';
import { limitOf } from '../limits/limit.js';
import { addressKey, userKey } from '../limits/limit-keys.js';
import { Limiter } from '../limits/limiter.js';
import { SharedLimits } from '../limits/shared-limits.js';
import { Problem } from '../problems/problem.js';
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
    { id, row, target }: PreparedRoute,
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
    if (accountField === undefined) return true;
    const merchant = caller?.partner.merchant ?? '';
    const account = accountIn(body, accountField);
    await this.limiter.take('account', `${id}:${userKey({ upstream: target.name, merchant, name: account })}`);
    return true;
  }
}

/**
 * Who is meant. What is no text may be read as one account or another by Migo.
 *
 * @throws Problem `validation_failed` where nobody is
 */
function accountIn(body: unknown, field: string): string {
  const account = textField(body, field)?.trim();
  if (account !== undefined && account !== '') return account;
  const error = { code: 'isString', field, message: `${field} must name an account` };
  throw new Problem('validation_failed', { errors: [error] });
}
