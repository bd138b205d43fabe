import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { UPSTREAM_NAMES } from '../config/sections/upstream.settings.js';
import { DurationHistogram } from './duration.histogram.js';

/** Prometheus metrics. Labels are route ids, kinds, codes and partners of the settings: a closed set, never what a request says. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  readonly requests = new DurationHistogram<'route' | 'status' | 'caller' | 'partner'>({
    name: 'migo_gateway_request_duration_seconds',
    help: 'Time from the request line to the end of the answer',
  });

  readonly upstreamCalls = new DurationHistogram<'upstream' | 'status' | 'partner'>({
    name: 'migo_gateway_upstream_duration_seconds',
    help: "Time of one upstream call, to the end of its answer; status is 'failed' where there was none",
  });

  readonly tokenCalls = new Counter({
    name: 'migo_gateway_token_calls_total',
    help: 'Logins and refreshes at Migo, by outcome',
    labelNames: ['upstream', 'kind', 'outcome'],
    registers: [this.registry],
  });

  readonly limited = new Counter({
    name: 'migo_gateway_limited_total',
    help: 'Requests refused by a limit of the gateway, by its name',
    labelNames: ['limit'],
    registers: [this.registry],
  });

  readonly settingsReloads = new Counter({
    name: 'migo_gateway_settings_reload_total',
    help: 'Settings read anew while the gateway runs, by outcome: taken, unchanged, refused',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly settingsInUse = new Gauge({
    name: 'migo_gateway_settings_in_use',
    help: '1 where the settings in use are those that a restart would read, 0 where those are refused or need a restart',
    registers: [this.registry],
  });

  readonly logDropped = new Counter({
    name: 'migo_gateway_log_lines_dropped_total',
    help: 'Lines of the log, and of the audit log, that were lost because nobody read them or they could not be written',
    labelNames: ['log'],
    registers: [this.registry],
  });

  readonly logFailing = new Gauge({
    name: 'migo_gateway_log_failing',
    help: '1 while lines of the log, or of the audit log, wait because none can be written: the disk is full, or the reader gone',
    labelNames: ['log'],
    registers: [this.registry],
  });

  readonly keyedCalls = new Counter({
    name: 'migo_gateway_keyed_calls_total',
    help: 'Calls with an Idempotency-Key, by what became of them here: made, lost, replayed, in_progress, reused',
    labelNames: ['result'],
    registers: [this.registry],
  });

  readonly openCalls = new Gauge({
    name: 'migo_gateway_open_outcomes',
    help: 'Calls with an Idempotency-Key whose end is not known yet, on all replicas, by status: running, unknown',
    labelNames: ['status'],
    registers: [this.registry],
  });

  readonly oldestOpenCall = new Gauge({
    name: 'migo_gateway_oldest_open_outcome_seconds',
    help: 'Age of the oldest of them',
    labelNames: ['status'],
    registers: [this.registry],
  });

  readonly settledCalls = new Counter({
    name: 'migo_gateway_settled_outcomes_total',
    help: 'Calls whose answer was lost, and that evidence at Migo has settled: succeeded, refused',
    labelNames: ['status'],
    registers: [this.registry],
  });

  readonly referenceReads = new Counter({
    name: 'migo_gateway_reference_reads_total',
    help: 'Reads of reference data, by result: hit, miss, past (the client asked for a new answer), off (a write is under way, or the store is away)',
    labelNames: ['result'],
    registers: [this.registry],
  });

  readonly notModified = new Counter({
    name: 'migo_gateway_not_modified_total',
    help: 'Reads of reference data whose body was left out because the client has it already (304)',
    registers: [this.registry],
  });

  readonly shed = new Counter({
    name: 'migo_gateway_shed_total',
    help: 'Requests refused because the process had too much to do, by their priority',
    labelNames: ['priority'],
    registers: [this.registry],
  });

  readonly breakerState = new Gauge({
    name: 'migo_gateway_breaker_state',
    help: '1 for the state that the breaker of an upstream is in: closed, half-open, open',
    labelNames: ['upstream', 'state'],
    registers: [this.registry],
  });

  readonly breakerChanges = new Counter({
    name: 'migo_gateway_breaker_changes_total',
    help: 'Changes of the breaker of an upstream, by the state that it went to',
    labelNames: ['upstream', 'state'],
    registers: [this.registry],
  });

  readonly retries = new Counter({
    name: 'migo_gateway_retries_total',
    help: 'Calls to an upstream that were made once more, or were not because the budget was spent: made, refused',
    labelNames: ['upstream', 'outcome'],
    registers: [this.registry],
  });

  readonly poolCalls = new Gauge({
    name: 'migo_gateway_pool_calls',
    help: 'Calls that have a connection to an upstream, or wait for one: running, waiting',
    labelNames: ['upstream', 'pool', 'state'],
    registers: [this.registry],
  });

  readonly poolQueued = new Counter({
    name: 'migo_gateway_pool_queued_total',
    help: 'Calls that found no connection free, by what became of them: waited, refused',
    labelNames: ['upstream', 'pool', 'outcome'],
    registers: [this.registry],
  });

  readonly certificateEnds = new Gauge({
    name: 'migo_gateway_certificate_expires_timestamp_seconds',
    help: 'When a certificate of the settings ends, by the path of the setting',
    labelNames: ['setting'],
    registers: [this.registry],
  });

  readonly contractFaults = new Counter({
    name: 'migo_gateway_contract_faults_total',
    help: 'Requests of imported operations that are not as their file wants them and were passed on, by the first broken keyword',
    labelNames: ['route', 'keyword'],
    registers: [this.registry],
  });

  readonly contentType = this.registry.contentType;

  private readonly collectors: (() => void)[] = [];

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // Alerts ask for their increase, and a counter that begins at 1 has none: the first of each would wake nobody.
    for (const log of ['requests', 'audit']) this.logDropped.inc({ log }, 0);
    for (const status of ['succeeded', 'refused']) this.settledCalls.inc({ status }, 0);
    for (const upstream of UPSTREAM_NAMES) this.tokenCalls.inc({ upstream, kind: 'login', outcome: 'refused' }, 0);
  }

  /** What is kept elsewhere is read when somebody asks for it. */
  onRender(collect: () => void): void {
    this.collectors.push(collect);
  }

  async render(): Promise<string> {
    for (const collect of this.collectors) collect();
    return `${await this.registry.metrics()}\n${this.requests.render()}\n${this.upstreamCalls.render()}`;
  }
}
