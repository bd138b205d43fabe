import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller, OperatorCaller } from '../auth/callers/caller.js';
import { OperatorPermissions } from '../auth/callers/operator-permissions.js';
import type { CardholderUser } from '../auth/sessions/session-record.js';
import type { Permission as GrantedPermission } from '../clients/cms/cms.client.js';
import { Settings } from '../config/settings.js';
import { grants } from '../auth/callers/scopes.js';
import { Problem } from '../problems/problem.js';
import { PARTNER_PARAMETER } from '../common/cms-partner.js';
import { isRecord } from '../common/json.js';
import { assigned, cmsPartnerOf } from './cms-partner.js';
import { rootName } from '../common/query-names.js';
import { requireRecentCode } from './recent-code.js';
import type { Permission, PermissionByField, Row } from '../routes/route.js';
import type { PreparedRoute } from '../routes/prepared-route.js';

/** Of a resource: who has it is subject to one-time codes there. */
const CODE_ACTION = 'otp';

/** Of the Wallet Gateway's paths. */
const USER_PARAMETERS = ['userId', 'authUserId'] as const;

/** What of a request the rules of a row look at. */
export type Asked = Pick<FastifyRequest, 'params' | 'query' | 'headers' | 'body'>;

/** The rules of a row: partner, scope, permission. */
@Injectable()
export class RowPolicy {
  constructor(
    private readonly permissions: OperatorPermissions,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem `FORBIDDEN`, `scope_missing`, `permission_missing`, `step_up_required`, `cms_partner_required`, or one that tells how Migo failed */
  async check(route: PreparedRoute, caller: Caller, asked: Asked): Promise<void> {
    await this.checkHead(route, caller, asked);
    await this.checkField(route, caller, asked);
  }

  /**
   * All of it that needs no body. Where a field of that says which permission an operator needs, he has one of them at least.
   * Undefined where nothing has to be waited for.
   *
   * @throws Problem as `check`
   */
  checkHead({ row, target, hasPartner }: PreparedRoute, caller: Caller, asked: Asked): Promise<void> | undefined {
    const { params, query } = asked;
    if (hasPartner) checkPartner(caller, isRecord(params) ? params[PARTNER_PARAMETER] : undefined);
    // Of a caller without a login only parameters that the row knows go further.
    if (caller.kind !== 'public') for (const partnerId of partnersIn(query)) checkPartner(caller, partnerId);
    switch (caller.kind) {
      case 'operator':
        return this.checkOperator({ row, target }, caller, asked);
      case 'service':
        if (!grants(caller.scopes, row.scope)) throw insufficientScope(row.scope);
        return undefined;
      case 'cardholder':
        checkOwn(caller.user, params);
        return undefined;
      case 'public':
        return undefined;
    }
  }

  /** An application token must not lend an operator rights that Migo would refuse (design, section 5). */
  private checkOperator(
    { row, target }: Pick<PreparedRoute, 'row' | 'target'>,
    caller: OperatorCaller,
    asked: Asked,
  ): Promise<void> | undefined {
    switch (target.operatorNeeds) {
      case 'nothing':
        return undefined;
      case 'scope':
        if (!grants(caller.partner.operatorScopes, row.scope)) throw new Problem('scope_missing');
        return undefined;
      case 'permission':
        return this.checkPermissions(row, neededInHead(row.permission), { caller, asked });
    }
  }

  /**
   * The permission that a field of the body names.
   *
   * @throws Problem as `check`
   */
  async checkField({ row, target }: PreparedRoute, caller: Caller, asked: Asked): Promise<void> {
    const { permission } = row;
    if (caller.kind !== 'operator' || target.operatorNeeds !== 'permission') return;
    if (permission === undefined || !('field' in permission)) return;
    await this.checkPermissions(row, { all: permissionsInBody(permission, asked.body) }, { caller, asked });
  }

  /** In that CMS partner alone which the call is about: what one allows says nothing of the cards of another. */
  private async checkPermissions(
    row: Row,
    { all = [], any = [] }: Needed,
    { caller, asked }: { caller: OperatorCaller; asked: Asked },
  ): Promise<void> {
    const cmsPartnerId = cmsPartnerOf(caller.partner, asked);
    const granted = cmsPartnerId === undefined ? [] : await this.permissions.of(caller, cmsPartnerId);
    const grantOf = ([resource, action]: Permission): GrantedPermission | undefined =>
      granted.find((permission) => permission.resource === resource && permission.action === action);
    const isGranted = (one: Permission): boolean => grantOf(one) !== undefined;
    if (any.some(isGranted)) return;
    if (all.length === 0 || !all.every(isGranted)) throw new Problem('permission_missing');
    const takesCode = ([resource, action]: Permission): boolean =>
      grantOf([resource, action])?.otp === true ||
      (this.settings.stepUp.byPermission && row.method !== 'GET' && grantOf([resource, CODE_ACTION]) !== undefined);
    // The Wallet Gateway does not know the operator, so it cannot ask for his code.
    if (row.stepUp !== 'never' && all.some(takesCode)) requireRecentCode(caller);
  }
}

/** Permissions that must all be granted, or of which any will do for now. */
interface Needed {
  all?: readonly Permission[];
  any?: readonly Permission[];
}

function neededInHead(permission: Row['permission']): Needed {
  if (permission === undefined) return {};
  return 'field' in permission ? { any: Object.values(permission.values) } : { all: [permission] };
}

/** A body that does not say which right it is about needs them all: it must not be a way around any. */
function permissionsInBody({ field, values }: PermissionByField, body: unknown): readonly Permission[] {
  const named = isRecord(body) ? Object.entries(values).filter(([value]) => value === body[field]) : [];
  return (named.length > 0 ? named : Object.entries(values)).map(([, needed]) => needed);
}

const PARTNER_NAME = PARTNER_PARAMETER.toLowerCase();

/** Every partner that an upstream could read from the query, however it is spelt there. */
function partnersIn(query: unknown): readonly unknown[] {
  const partners: unknown[] = [];
  if (!isRecord(query)) return partners;
  for (const name of Object.keys(query)) {
    if (name.length < PARTNER_NAME.length) continue;
    if (rootName(name).toLowerCase() === PARTNER_NAME) partners.push(...[query[name]].flat());
  }
  return partners;
}

/** A cardholder's own id, wherever a path names a user. Where the login told none, Migo judges it by his own token. */
function checkOwn({ userId, username }: CardholderUser, params: unknown): void {
  if (userId === username) return;
  for (const name of USER_PARAMETERS) {
    const named = isRecord(params) ? params[name] : undefined;
    if (named === undefined || named === userId) continue;
    const errors = [{ code: 'FORBIDDEN', message: 'the user is not you', field: name }];
    throw new Problem('FORBIDDEN', { detail: 'A cardholder reaches nobody but himself.', errors });
  }
}

/** @throws Problem `FORBIDDEN` for a CMS partner that is not the caller's */
export function checkPartner({ partner }: Caller, partnerId: unknown): void {
  assigned(partner.cmsPartnerIds, partnerId, PARTNER_PARAMETER);
}

/** RFC 6750, section 3.1. */
function insufficientScope(scope: string): Problem {
  const challenge = `Bearer error="insufficient_scope", scope="${scope}"`;
  return new Problem('scope_missing', { headers: { 'www-authenticate': challenge } });
}
