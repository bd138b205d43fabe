import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller, OperatorCaller } from '../auth/callers/caller.js';
import { OperatorPermissions } from '../auth/callers/operator-permissions.js';
import type { Permission as GrantedPermission } from '../clients/cms/cms.client.js';
import { Settings } from '../config/settings.js';
import type { CardholderUser } from '../auth/sessions/session-record.js';
import { grants } from '../auth/callers/scopes.js';
import { Problem } from '../problems/problem.js';
import { PARTNER_PARAMETER } from '../common/cms-partner.js';
import { isRecord } from '../common/json.js';
import { assigned, cmsPartnerOf } from './cms-partner.js';
import { rootName } from '../common/query-names.js';
import { requireRecentCode } from './recent-code.js';
import { RouteRegistry } from './route.registry.js';
import type { Permission, Row } from '../routes/route.js';
import type { PreparedRoute } from '../routes/prepared-route.js';

/** Of a resource: who has it is subject to one-time codes there. */
const CODE_ACTION = 'otp';

/** Of the Wallet Gateway's paths. */
const USER_PARAMETERS = ['userId', 'authUserId'] as const;

/** Applies the rules of the row: partner, scope, permission. Runs before the body is looked at and before any upstream call. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly registry: RouteRegistry,
    private readonly permissions: OperatorPermissions,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.registry.routeOf(context);
    if (route === undefined) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller, params, query } = request;
    if (caller === undefined) throw new Problem('authentication_required');
    if (route.hasPartner) checkPartner(caller, isRecord(params) ? params[PARTNER_PARAMETER] : undefined);
    // Of a caller without a login only parameters that the row knows go further.
    if (caller.kind !== 'public') for (const partnerId of partnersIn(query)) checkPartner(caller, partnerId);
    switch (caller.kind) {
      case 'operator':
        return this.checkOperator(route, caller, request);
      case 'service':
        if (!grants(caller.scopes, route.row.scope)) throw insufficientScope(route.row.scope);
        return true;
      case 'cardholder':
        checkOwn(caller.user, params);
        return true;
      case 'public':
        return true;
    }
  }

  /** An application token must not lend an operator rights that Migo would refuse (design, section 5). */
  private async checkOperator(
    { row, target }: PreparedRoute,
    caller: OperatorCaller,
    request: FastifyRequest,
  ): Promise<boolean> {
    switch (target.operatorNeeds) {
      case 'nothing':
        return true;
      case 'scope':
        if (!grants(caller.partner.operatorScopes, row.scope)) throw new Problem('scope_missing');
        return true;
      case 'permission':
        return this.checkPermissions(row, caller, request);
    }
  }

  /** In that CMS partner alone which the call is about: what one allows says nothing of the cards of another. */
  private async checkPermissions(row: Row, caller: OperatorCaller, request: FastifyRequest): Promise<boolean> {
    const needed = permissionsOf(row.permission, request.body);
    const cmsPartnerId = cmsPartnerOf(caller.partner, request);
    const granted = cmsPartnerId === undefined ? [] : await this.permissions.of(caller, cmsPartnerId);
    const grantOf = ([resource, action]: Permission): GrantedPermission | undefined =>
      granted.find((permission) => permission.resource === resource && permission.action === action);
    if (needed.length === 0 || !needed.every((one) => grantOf(one) !== undefined)) {
      throw new Problem('permission_missing');
    }
    const takesCode = ([resource, action]: Permission): boolean =>
      grantOf([resource, action])?.otp === true ||
      (this.settings.stepUp.byPermission && row.method !== 'GET' && grantOf([resource, CODE_ACTION]) !== undefined);
    // The Wallet Gateway does not know the operator, so it cannot ask for his code.
    if (row.stepUp !== 'never' && needed.some(takesCode)) requireRecentCode(caller);
    return true;
  }
}

/** A body that does not say which right it is about needs them all: it must not be a way around any. */
function permissionsOf(permission: Row['permission'], body: unknown): readonly Permission[] {
  if (permission === undefined) return [];
  if (!('field' in permission)) return [permission];
  const { field, values } = permission;
  const named = isRecord(body) ? Object.entries(values).filter(([value]) => value === body[field]) : [];
  return (named.length > 0 ? named : Object.entries(values)).map(([, needed]) => needed);
}

/** Every partner that an upstream could read from the query, however it is spelt there. */
function partnersIn(query: unknown): readonly unknown[] {
  const named = isRecord(query) ? Object.entries(query) : [];
  return named.flatMap(([name, value]) =>
    rootName(name).toLowerCase() === PARTNER_PARAMETER.toLowerCase() ? value : [],
  );
}

/** A cardholder's own id, wherever a path names a user. Where the login told none, Migo judges it by his own token. */
function checkOwn({ userId, username }: CardholderUser, params: unknown): void {
  if (userId === username) return;
  for (const name of USER_PARAMETERS) {
    const named = isRecord(params) ? params[name] : undefined;
    if (named === undefined || named === userId) continue;
    throw new Problem('FORBIDDEN', { errors: [{ code: 'FORBIDDEN', message: 'the user is not you', field: name }] });
  }
}

function checkPartner({ partner }: Caller, partnerId: unknown): void {
  assigned(partner.cmsPartnerIds, partnerId, PARTNER_PARAMETER);
}

/** RFC 6750, section 3.1. */
function insufficientScope(scope: string): Problem {
  const challenge = `Bearer error="insufficient_scope", scope="${scope}"`;
  return new Problem('scope_missing', { headers: { 'www-authenticate': challenge } });
}
