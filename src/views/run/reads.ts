import { Writable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../auth/callers/caller.js';
import type { Forwarder } from '../../forwarding/forwarder.js';
import type { RowRequest } from '../../forwarding/row-request.js';
import type { RouteCounts } from '../../policy/route-limits.guard.js';
import type { RowRights } from '../../policy/row-rights.js';
import { newRecord } from '../../observability/request-record.js';
import { Problem } from '../../problems/problem.js';
import type { PreparedRoute } from '../../routes/prepared-route.js';
import type { RowInputs } from './inputs.js';
import { dataOf } from './placed.js';

/** Bytes of one read: lists of a page are smaller by far. */
const READ_BYTES = 4 * 1_048_576;

export interface ReadTools {
  forwarder: Pick<Forwarder, 'call'>;
  rights: Pick<RowRights, 'check'>;
  counts: Pick<RouteCounts, 'take'>;
}

/** Who reads, on whose behalf, and until when. */
export interface Reader {
  caller: Caller;
  request: Pick<FastifyRequest, 'id' | 'clientAddress' | 'headers'>;
  /** By `performance.now()`. */
  until: number;
}

type Call = Pick<RowInputs, 'params' | 'query'>;

/** The reads of one call of a view, each made once. */
export class Reads {
  private readonly made = new Map<string, Promise<string>>();
  /** Stands for the client's connection: what nobody waits for any more ends with it. */
  private readonly connection = new Writable().setMaxListeners(0);

  constructor(
    private readonly reader: Reader,
    private readonly tools: ReadTools,
  ) {}

  /**
   * The `data` of a row's answer, as text.
   *
   * @throws Problem of the checks of the row, and all that a call of it may end with
   */
  data(route: PreparedRoute, call: Call): Promise<string> {
    const key = JSON.stringify([route.id, call.params, call.query]);
    const made = this.made.get(key);
    if (made !== undefined) return made;
    const read = this.read(route, call);
    this.made.set(key, read);
    return read;
  }

  /** Whether the row's rules let the caller read it. Nothing is sent to the row's upstream. */
  allows(route: PreparedRoute, call: Call): Promise<void> {
    return this.tools.rights.check(route, this.reader.caller, this.requestOf(call));
  }

  end(): void {
    this.connection.destroy();
  }

  private async read(route: PreparedRoute, call: Call): Promise<string> {
    const { caller, request, until } = this.reader;
    const { forwarder, rights, counts } = this.tools;
    const own = this.requestOf(call);
    await rights.check(route, caller, own);
    route.row.check?.(own);
    await counts.take(route, caller, request.clientAddress);
    if (this.connection.destroyed) throw new Problem('client_closed_request');
    const sink = { connection: this.connection, open: () => undefined };
    const bounds = { until, bufferBytes: READ_BYTES };
    const answer = await forwarder.call(route, { caller, request: own, sink, bounds });
    return dataOf(answer, route, caller.kind === 'cardholder');
  }

  private requestOf({ params, query }: Call): RowRequest {
    const { id, clientAddress, headers } = this.reader.request;
    const pairs = Object.entries(query).map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    );
    const url = `/?${pairs.join('&')}`;
    const record = newRecord();
    return { id, clientAddress, url, params, query, headers, body: undefined, rawBody: undefined, record };
  }
}
