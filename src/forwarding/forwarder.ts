import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, hasSession } from '../auth/callers/caller.js';
import { SessionDirectory } from '../auth/sessions/directory.js';
import { SessionStreams } from '../auth/sessions/session-streams.js';
import { UpstreamTransports } from '../clients/transport/upstream-transports.js';
import type { AnswerHead } from '../clients/transport/upstream-call.js';
import { Settings } from '../config/settings.js';
import { Credentials } from '../credentials/credentials.js';
import { Metrics } from '../observability/metrics.js';
import { Problem } from '../problems/problem.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import { WorkInFlight } from '../observability/work-in-flight.js';
import type { DeliveryTools } from './answer/deliveries.js';
import { openStream } from './answer/delivery.js';
import { keepBeating } from './answer/heartbeat.js';
import { EventStreams } from './answer/event-streams.js';
import { InlineCodes } from './inline-codes.js';
import { CallOnce } from './once/call-once.js';
import { ReferenceData } from './reference/reference-data.js';
import type { AnswerSink, RowAnswer } from './row-call.js';
import { type CallerRequest, planOf, type RowPlan } from './row-plan.js';
import type { StepTools } from './step.js';

/** Calls a row as a caller, and delivers its answer to a client. */
@Injectable()
export class Forwarder {
  private readonly plans = new Map<string, RowPlan>();
  private readonly tools: StepTools;
  private readonly delivering: DeliveryTools;

  constructor(
    transports: UpstreamTransports,
    credentials: Credentials,
    metrics: Metrics,
    codes: InlineCodes,
    once: CallOnce,
    reference: ReferenceData,
    directory: SessionDirectory,
    private readonly streams: SessionStreams,
    private readonly events: EventStreams,
    private readonly work: WorkInFlight,
    settings: Settings,
  ) {
    this.tools = { transports, credentials, metrics, codes, once, reference, directory };
    this.delivering = { settings, metrics };
  }

  /**
   * The upstream's answer, or its refusal. Rights are not looked at here: that is done by the checks (policy/checks.ts).
   *
   * @throws Problem where there is no answer, or a step of the row refuses the call
   */
  async call(route: PreparedRoute, request: CallerRequest): Promise<RowAnswer> {
    this.work.beginCall();
    try {
      return await this.planOf(route).call(request);
    } finally {
      this.work.endCall();
    }
  }

  async forward(route: PreparedRoute, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    // Gone while he was looked at: nothing was sent, and nothing would tell when his stream is over.
    if (reply.raw.destroyed) throw new Problem('client_closed_request');
    const plan = this.planOf(route);
    const { answer: handling } = plan.handling;
    const open: AnswerSink['open'] = (head, start) => {
      if (request.method === 'HEAD') return undefined;
      const stream = openStream(handling, reply, { head, start });
      if (stream !== undefined && handling.isOpenEnded === true) this.keepOpen(stream, head);
      return stream;
    };
    const sink: AnswerSink = { connection: reply.raw, open };
    const caller = callerOf(request);
    if (handling.streamAtOnce !== undefined && hasSession(caller))
      reply.raw.once(
        'close',
        this.streams.add(caller, () => {
          request.record.problem = 'session_invalid';
          reply.raw.destroy();
        }),
      );
    if (handling.isOpenEnded === true) this.events.add(reply.raw);
    this.work.beginCall();
    try {
      const answer = await plan.call({ caller, request, sink });
      if (request.record.isReplay === true) void reply.header('idempotency-replayed', 'true');
      const delivering = plan.delivery.run({ route, handling, request, reply }, answer, this.delivering);
      if (delivering !== undefined) await delivering;
    } finally {
      this.work.endCall();
    }
  }

  private keepOpen(stream: ServerResponse, { headers }: AnswerHead): void {
    if (headers['content-encoding'] === undefined) keepBeating(stream, this.delivering.settings.server.heartbeatMs);
    else this.events.compressed(stream);
  }

  private planOf(route: PreparedRoute): RowPlan {
    const known = this.plans.get(route.id);
    if (known !== undefined) return known;
    const plan = planOf(route, this.tools);
    this.plans.set(route.id, plan);
    return plan;
  }
}

function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Problem('authentication_required');
  return caller;
}
