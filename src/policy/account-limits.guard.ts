import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { requestOf } from '../common/http-context.js';
import { textField } from '../common/json.js';
import { userKey } from '../limits/limit-keys.js';
import { Limiter } from '../limits/limiter.js';
import { Problem } from '../problems/problem.js';
import { RouteRegistry } from './route.registry.js';

/** Calls that name an account are few for it, whoever makes them. */
@Injectable()
export class AccountLimitsGuard implements CanActivate {
  constructor(
    private readonly registry: RouteRegistry,
    private readonly limiter: Limiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.registry.routeOf(context);
    const field = route?.row.accountField;
    if (route === undefined || field === undefined) return true;
    const { id, target } = route;
    const { caller, body } = requestOf(context);
    const merchant = caller?.partner.merchant ?? '';
    const account = accountIn(body, field);
    await this.limiter.take('account', `${id}:${userKey({ upstream: target.name, merchant, name: account })}`);
    return true;
  }
}

/**
 * The account that is meant. What is no text may be read as one account or another by Migo.
 *
 * @throws Problem `validation_failed` where nobody is
 */
function accountIn(body: unknown, field: string): string {
  const account = textField(body, field)?.trim();
  if (account !== undefined && account !== '') return account;
  const error = { code: 'isString', field, message: `${field} must name an account` };
  throw new Problem('validation_failed', { errors: [error] });
}
