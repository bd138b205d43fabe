import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Answers } from '../answers.js';
import type { Client } from '../client.js';
import type { Measured, Order } from './order.js';

/** A load that does not share its event loop with upstreams, nor with a test. */
export class LoadProcess {
  private readonly child: ChildProcess;

  constructor(private readonly url: string) {
    this.child = fork('test/support/load/generator.ts', { execArgv: [], serialization: 'advanced' });
  }

  async run(order: Omit<Order, 'port'>): Promise<Load> {
    this.child.send({ ...order, port: Number(new URL(this.url).port) });
    const [measured] = (await once(this.child, 'message')) as [Measured];
    return new Load(measured);
  }

  stop(): void {
    this.child.kill();
  }
}

/** What a load got. */
export class Load extends Answers {
  readonly stallMs: number;
  readonly unanswered: number;

  constructor({ answers, unanswered, stallMs }: Measured) {
    super(answers.map(([at, ms, status]) => ({ at, ms, status })));
    this.unanswered = unanswered;
    this.stallMs = stallMs;
  }

  /** For a report. */
  get figures(): object {
    const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => this.percentile(share));
    return { ...this.statuses, p50, p99, longest, stallMs: this.stallMs };
  }

  with(status: number): Answers {
    return new Answers(this.answers.filter((answer) => answer.status === status));
  }
}

/** A request as a client sends it, for a raw socket. */
export function rawRequest({ headers }: Client, method: string, path: string, body?: object): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const ofBody = [`content-type: application/json`, `content-length: ${text.length}`, 'idempotency-key: {key}'];
  const head = [`${method} ${path} HTTP/1.1`, 'host: x', ...own, ...(body === undefined ? [] : ofBody)];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}

/** Of some rounds the least that 99 of 100 answers took: the others had a neighbour on the machine. */
export function leastP99(rounds: readonly Load[]): number {
  return Math.min(...rounds.map((round) => round.percentile(0.99)));
}
