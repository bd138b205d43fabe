import type { IncomingHttpHeaders } from 'node:http';
import type { Upstream } from './upstream.js';

interface HeaderRule {
  upstream: Upstream;
  /** Method and path of the route; absent, all that take both tokens. */
  operations?: readonly string[];
  header: string;
  value?: RegExp;
}

const BATCH_PROGRESS = 'GET /app/partners/:partnerId/cardholders/batch/:batchId/progress';
/** Its samples show other headers, or none. */
const WITHOUT_BOTH_TOKENS = /^\w+ \/app\/(auth|users\/(login|refresh|auth))(\/|$)/;

/** What Migo's samples and tables send (common contract, sections 3 and 4). Without tokens and `applicationId` a call is refused. */
const RULES: readonly HeaderRule[] = [
  {
    upstream: 'wallet',
    header: 'x-application-id',
    operations: [
      'POST /users/:userId/cards/virtuals',
      'POST /users/:userId/cards',
      'POST /cards/:cardId/funds',
      'POST /card-transfers/types',
      'POST /cards/transfer',
      'POST /users/:userId/linked-cards',
      'POST /leads/files/upload/:fileName',
      'PATCH /terminal-payment/:id',
    ],
  },
  { upstream: 'wallet', header: 'x-merchant-id', operations: ['POST /leads'] },
  { upstream: 'wallet', header: 'applicationid', operations: ['GET /configs', 'PATCH /configs'] },
  { upstream: 'cms', header: 'accept', operations: [BATCH_PROGRESS], value: /\btext\/event-stream\b/ },
  { upstream: 'cms', header: 'authorization', value: /^Bearer \S/ },
  { upstream: 'cms', header: 'x-user-token', value: /^Bearer \S/ },
];

export interface HeaderCount {
  upstream: Upstream;
  operation: string;
  header: string;
  sent: number;
  missing: number;
}

interface Arrival {
  upstream: Upstream;
  /** Method and path of the route, e.g. `POST /cards/:cardId/funds`. */
  operation: string;
  headers: IncomingHttpHeaders;
}

/** Counts, for each header that Migo's samples have, the calls that sent it and those that did not. */
export class SampleHeaders {
  readonly #counts = new Map<string, HeaderCount>();

  look({ upstream, operation, headers }: Arrival): void {
    for (const { header, value, ...rule } of RULES) {
      if (rule.upstream !== upstream) continue;
      if (!(rule.operations?.includes(operation) ?? !WITHOUT_BOTH_TOKENS.test(operation))) continue;
      const key = `${upstream} ${operation} ${header}`;
      const count = this.#counts.get(key) ?? { upstream, operation, header, sent: 0, missing: 0 };
      const sent = headers[header];
      const isThere = typeof sent === 'string' && sent.trim() !== '' && value?.test(sent) !== false;
      count[isThere ? 'sent' : 'missing'] += 1;
      this.#counts.set(key, count);
    }
  }

  list(): readonly HeaderCount[] {
    return [...this.#counts.values()];
  }

  clear(): void {
    this.#counts.clear();
  }
}
