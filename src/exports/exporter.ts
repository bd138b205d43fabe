import type { Writable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callerKey } from '../auth/callers/caller.js';
import { Settings } from '../config/settings.js';
import { Forwarder } from '../forwarding/forwarder.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { RouteRegistry } from '../policy/route.registry.js';
import { RouteCounts } from '../policy/route-limits.guard.js';
import { RowRights } from '../policy/row-rights.js';
import { Problem } from '../problems/problem.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import { Reads, type ReadTools } from '../views/run/reads.js';
import { listKey, positionOf, START } from './cursor.js';
import { exportRequest } from './export-request.js';
import { ExportRun } from './export-run.js';
import { ListWalk } from './list-walk.js';

const IMPORTED = 'An imported operation is no list here: its file does not say how its pages are named.';

/** Reads lists to their end on behalf of callers. */
@Injectable()
export class Exporter {
  private readonly tools: ReadTools;
  private readonly logger: ContextLogger;

  constructor(
    forwarder: Forwarder,
    rights: RowRights,
    counts: RouteCounts,
    private readonly registry: RouteRegistry,
    private readonly settings: Settings,
    loggers: Loggers,
  ) {
    const pages: ReadTools['counts'] = {
      take: (_route, caller, address) => counts.take({ routeClass: 'export' }, caller, address),
    };
    this.tools = { forwarder, rights, counts: pages };
    this.logger = loggers.of('Exports');
  }

  /**
   * An export whose first page has come.
   *
   * @throws Problem `route_not_found` for what is no list, `validation_failed`, and all that a call of the row may end with
   */
  async start(id: string, request: FastifyRequest, connection: Writable): Promise<ExportRun> {
    const { caller, clientAddress } = request;
    if (caller === undefined) throw new Problem('authentication_required');
    const route = this.listOf(id);
    const { params, query, format, cursor, after, limit: own } = exportRequest(route.row, request);
    const { pages, pageItems } = this.settings.exports;
    const limit = own ?? pageItems;
    const who = caller.kind === 'public' ? callerKey(caller, clientAddress) : callerKey(caller);
    const list = listKey(id, who, format, limit, params, query);
    const position = cursor === undefined ? START : positionOf(cursor, list, after);
    // A list that is read to its end is read as it is now.
    const fresh = { id: request.id, clientAddress, headers: { ...request.headers, 'cache-control': 'no-cache' } };
    const read = async (paging: Readonly<Record<string, string>>): Promise<string> => {
      if (connection.destroyed) throw new Problem('client_closed_request');
      const reads = new Reads({ caller, request: fresh, until: performance.now() + route.deadlineMs }, this.tools);
      const end = (): void => {
        reads.end();
      };
      connection.once('close', end);
      try {
        return await reads.data(route, { params, query: { ...query, ...paging } });
      } finally {
        connection.off('close', end);
        reads.end();
      }
    };
    const walk = new ListWalk({ route, limit, budget: pages, read }, position);
    const first = await walk.next();
    if (walk.problem !== undefined) throw walk.problem;
    const onFailure = ({ code, message, cause, options }: Problem): void => {
      const about = { requestId: request.id, route: id, code, upstream: options.upstream, err: cause };
      if (!connection.destroyed) this.logger.warn(about, message);
    };
    return new ExportRun({ list, format, start: position, first: first ?? [], walk, requestId: request.id, onFailure });
  }

  private listOf(id: string): PreparedRoute {
    const route = this.registry.find(id);
    if (route?.row.pages === undefined) {
      const isImported = route?.row.evidence === 'imported';
      throw new Problem('route_not_found', { detail: isImported ? IMPORTED : 'There is no such list.' });
    }
    return route;
  }
}
