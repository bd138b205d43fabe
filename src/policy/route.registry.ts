import { type ExecutionContext, Injectable } from '@nestjs/common';
import { KnownScopes } from '../auth/service-tokens/known-scopes.js';
import { HandlerMetadata } from '../auth/callers/handler-metadata.js';
import { Settings } from '../config/settings.js';
import { AdminServer } from '../observability/admin.server.js';
import { type PreparedRoute, prepareRoute } from '../routes/prepared-route.js';
import { permissionText, type RouteTable } from '../routes/route.js';

/** Where the controller factory leaves the id of a handler's route. */
export const ROUTE_ID = Symbol('route id');

/** Every route of this gateway, as the admin port shows it. */
@Injectable()
export class RouteRegistry {
  private readonly ids = new HandlerMetadata<string>(ROUTE_ID);
  private readonly byId = new Map<string, PreparedRoute>();

  constructor(
    private readonly settings: Settings,
    private readonly scopes: KnownScopes,
    admin: AdminServer,
  ) {
    admin.page('/ops/routes', () => ({ routes: [...this.byId.values()].map(describe) }));
  }

  /** Called once for each table while the application starts. Throws for a row that is not fit to be served. */
  add(capability: string, { target, rows }: RouteTable): void {
    for (const [name, row] of Object.entries(rows)) {
      const route = prepareRoute({ capability, name, row, target }, this.settings);
      if (this.byId.has(route.id)) throw new Error(`route ${route.id} is declared twice`);
      this.byId.set(route.id, route);
      this.scopes.add(row.scope);
    }
  }

  /** The route of a handler that a table made; undefined for all others. */
  routeOf(context: ExecutionContext): PreparedRoute | undefined {
    const id = this.ids.of(context);
    return id === undefined ? undefined : this.get(id);
  }

  get all(): readonly PreparedRoute[] {
    return [...this.byId.values()];
  }

  find(id: string): PreparedRoute | undefined {
    return this.byId.get(id);
  }

  get(id: string): PreparedRoute {
    const route = this.find(id);
    if (route === undefined) throw new Error(`no such route: ${id}`);
    return route;
  }
}

function describe(route: PreparedRoute): Record<string, unknown> {
  const { id, row, target, credential, upstreamPath, firstByteMs, deadlineMs } = route;
  const { method, path, callers, scope, permission, money = false, summary, docs, evidence } = row;
  return {
    id,
    method,
    path: `/v1${path}`,
    upstream: target.name,
    upstreamPath,
    credential,
    callers,
    scope,
    ...(permission !== undefined && { permission: permissionText(permission) }),
    money,
    ...(row.cache !== undefined && { cache: row.cache }),
    ...(row.lookUp !== undefined && { lookUp: row.lookUp.by }),
    firstByteMs,
    deadlineMs,
    evidence,
    ...(evidence === 'imported' && { imported: true }),
    docs,
    summary,
  };
}
