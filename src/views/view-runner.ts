import type { Writable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PARTNER_PARAMETER } from '../common/cms-partner.js';
import { isRecord } from '../common/json.js';
import { Forwarder } from '../forwarding/forwarder.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { checkPartner } from '../policy/row-policy.js';
import { RouteCounts } from '../policy/route-limits.guard.js';
import { RowRights } from '../policy/row-rights.js';
import { Problem } from '../problems/problem.js';
import { sharedClock } from '../storage/shared-clock.js';
import type { PreparedView } from './language/prepared-view.js';
import { dayIn } from './run/calendar.js';
import type { Outcome } from './run/outcome.js';
import { Reads, type ReadTools } from './run/reads.js';
import { selectionOf } from './run/selection.js';
import { answerOf, type ViewAnswer } from './run/view-answer.js';
import { ViewRun } from './run/view-run.js';

/** Reads views on behalf of callers. */
@Injectable()
export class ViewRunner {
  private readonly tools: ReadTools;
  private readonly logger: ContextLogger;

  constructor(forwarder: Forwarder, rights: RowRights, counts: RouteCounts, loggers: Loggers) {
    this.tools = { forwarder, rights, counts };
    this.logger = loggers.of('Views');
  }

  /**
   * @throws Problem `validation_failed` for sections that the view does not have, `FORBIDDEN` for another partner's path, and
   *   what a required section ended with
   */
  async answer(view: PreparedView, request: FastifyRequest, connection: Writable): Promise<ViewAnswer> {
    const { caller, params, query, id } = request;
    if (caller === undefined) throw new Problem('authentication_required');
    if (view.hasPartner) checkPartner(caller, isRecord(params) ? params[PARTNER_PARAMETER] : undefined);
    const selection = selectionOf(view, query);
    const settled = new Map<string, Outcome>();
    const reads = new Reads({ caller, request, until: performance.now() + view.deadlineMs }, this.tools);
    const today = dayIn(caller.partner.timeZone, sharedClock.now());
    const sources = { caller, params, query, today, dataOf: (name: string) => settled.get(name)?.data };
    const run = new ViewRun(selection, { sources, reads, requestId: id }, settled);
    const end = (): void => {
      reads.end();
    };
    refuseGone(connection);
    connection.once('close', end);
    try {
      const outcomes = await run.run();
      refuseGone(connection);
      this.log(view, outcomes, id);
      return answerOf(selection, outcomes, id);
    } finally {
      connection.off('close', end);
      reads.end();
    }
  }

  /** Failures that the client is told of in a part of its answer alone. */
  private log({ id }: PreparedView, outcomes: ReadonlyMap<string, Outcome>, requestId: string): void {
    for (const [section, { status, problem }] of outcomes) {
      if (status !== 'failed' || problem === undefined) continue;
      const { code, message, cause, options } = problem;
      this.logger.warn({ requestId, view: id, section, code, upstream: options.upstream, err: cause }, message);
    }
  }
}

function refuseGone({ destroyed }: Writable): void {
  if (destroyed) throw new Problem('client_closed_request');
}
