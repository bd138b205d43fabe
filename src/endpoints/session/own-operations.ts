import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../auth/callers/caller.js';
import { CMS_PARTNER_HEADER, PARTNER_PARAMETER } from '../../common/cms-partner.js';
import { asProblem } from '../../edge/problem.filter.js';
import { RouteRegistry } from '../../policy/route.registry.js';
import { RowRights } from '../../policy/row-rights.js';
import { Problem } from '../../problems/problem.js';
import type { PreparedRoute } from '../../routes/prepared-route.js';
import { permissionText } from '../../routes/route.js';
import type { OperationRight } from './operation-right.js';

/** Milliseconds for the CMS to tell permissions: how a session is must not wait for more. */
const PATIENCE_MS = 1500;

type Headers = FastifyRequest['headers'];

/** What a caller may do, as the checks of each row would say it. */
@Injectable()
export class OwnOperations {
  constructor(
    private readonly registry: RouteRegistry,
    private readonly rights: RowRights,
  ) {}

  /** Rights by the id of the row: of the rows that are named, whether there are such or not, else of all that exist for the caller. */
  async of(caller: Caller, headers: Headers, named?: string): Promise<Record<string, OperationRight>> {
    const ids = named?.split(',') ?? this.registry.all.map(({ id }) => id);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<OperationRight>((resolve) => {
      timer = setTimeout(() => {
        resolve({ status: 'unknown', code: 'upstream_timeout' });
      }, PATIENCE_MS);
    });
    const told = await Promise.all(
      ids.map(async (id) => [id, await Promise.race([this.rightTo(id, { caller, headers }), late])] as const),
    );
    clearTimeout(timer);
    const isThere = ({ code }: OperationRight): boolean => named !== undefined || code !== 'route_not_found';
    return Object.fromEntries(told.filter(([, right]) => isThere(right)));
  }

  private async rightTo(id: string, by: By): Promise<OperationRight> {
    const route = this.registry.find(id);
    if (route === undefined) return { status: 'missing', code: 'route_not_found' };
    const problem = await this.refusalOf(route, by);
    if (problem === undefined) return { status: isLeftToMigo(route, by.caller) ? 'left_to_migo' : 'allowed' };
    const { code } = problem;
    if (code === 'step_up_required') return { status: 'step_up_needed' };
    if (isAboutTheAnswer(problem)) return { status: 'unknown', code };
    const { permission, scope } = route.row;
    const allowedFor = await this.allowedFor(route, by);
    return {
      status: 'missing',
      code,
      ...(code === 'scope_missing' && { right: scope }),
      ...(code === 'permission_missing' && permission !== undefined && { right: permissionText(permission) }),
      ...(allowedFor !== undefined && { allowedFor }),
    };
  }

  private async allowedFor({ row, ...route }: PreparedRoute, by: By): Promise<Record<string, string[]> | undefined> {
    const { permission } = row;
    if (permission === undefined || !('field' in permission)) return undefined;
    const { field, values } = permission;
    const allowed: string[] = [];
    for (const value of Object.keys(values)) {
      const problem = await this.refusalOf({ row, ...route }, by, { [field]: value });
      if (problem === undefined) allowed.push(value);
    }
    return allowed.length === 0 ? undefined : { [field]: allowed };
  }

  /** The problem that the caller would get; a path that names a partner or a user means the caller's own. */
  private async refusalOf(route: PreparedRoute, { caller, headers }: By, body?: object): Promise<Problem | undefined> {
    // Who has not shown who he is would be asked to.
    if (caller.kind === 'public' && !route.row.callers.includes('public'))
      return new Problem('authentication_required');
    const { cmsPartnerIds, defaultCmsPartnerId } = caller.partner;
    const partner = headers[CMS_PARTNER_HEADER] ?? defaultCmsPartnerId ?? cmsPartnerIds[0];
    const params = route.hasPartner ? { [PARTNER_PARAMETER]: partner } : {};
    try {
      await this.rights.check(route, caller, { params, query: {}, headers, body });
      return undefined;
    } catch (error) {
      return asProblem(error);
    }
  }
}

interface By {
  caller: Caller;
  headers: Headers;
}

/** The CMS judges its users by itself, also the one of a service; which permission an operation needs there is not documented. */
function isLeftToMigo({ target }: PreparedRoute, { kind }: Caller): boolean {
  return target.operatorNeeds === 'nothing' && (kind === 'operator' || kind === 'service');
}

/** The CMS could not be asked for the permissions. */
function isAboutTheAnswer({ status, code }: Problem): boolean {
  return status >= 500 || status === 429 || code === 'session_expired';
}
