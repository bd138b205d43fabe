import { setTimeout as sleep } from 'node:timers/promises';
import { OPERATOR } from '../cms.js';
import { type Answer, type ForeignCall, type Operation, type Operations, Refused } from '../foreign-server.js';
import type { OpaqueTokens } from '../opaque-tokens.js';
import { CARDHOLDER_ID } from '../rows/foreign-row.js';
import { type Api, RowUpstreams } from '../rows/row-upstreams.js';

/** More digits than a float holds, and zeros at the end: whoever reads and writes it once more changes it. */
export const AMOUNT = '90071992547409931.1000';

export const FAULTS = ['error', 'delay', 'garbage', 'broken', 'forbidden', 'empty', 'no-data'] as const;
export type Fault = (typeof FAULTS)[number] | 'absent' | 'conflict';

export interface ViewCallRecord {
  key: string;
  /** Of the wallet's tokens: `application`, or the user's id. */
  proof: string;
  path: string;
  query: string;
}

const MOVEMENTS = `[{"id":1,"amount":${AMOUNT},"status":"liquidated"},{"id":2,"amount":1.50,"status":"in_progress"}]`;
const TERMINAL = '{"terminalId":9001,"deviceId":"android:9f3c-77","isActive":true}';
const SUBSCRIPTION = `{"subUid":"sub-xela-9","planUid":"plan-xela-oro","amount":${AMOUNT}}`;

/** What each row that a view reads answers, as its page has it. */
const DATA: Readonly<Record<Api, Readonly<Record<string, string>>>> = {
  cms: {
    'POST /app/partners/{}/cardholders/{}':
      '{"cardholderId":"xe-1","phoneNumber":"50277778888","cards":[{"cardId":770001},{"cardId":770002}]}',
    'GET /app/partners/{}/cardholders': '{"docs":[{"cardholderId":"xe-1"}],"totalDocs":1}',
    'GET /app/partners/{}/process-requests': `{"results":[{"id":"prq-1","requestedAmount":${AMOUNT}}]}`,
    'GET /app/partners/{}/balance': `{"id":1,"available":${AMOUNT}}`,
  },
  wallet: {
    'GET /cards/{}/transfers/{}/{}': MOVEMENTS,
    'GET /users/{}/linked-cards': '[{"associationId":"asoc 1é+"}]',
    'GET /devices/users/{}/terminals/{}': TERMINAL,
    'GET /devices/{}/transactions': '{"docs":[{"id":4711,"subtotal":"10.5000"}]}',
  },
  middleware: {
    'GET /v1/subscriptions': `{"rows":[${SUBSCRIPTION}]}`,
    'GET /v1/subscriptions/detail/{}': SUBSCRIPTION,
    'GET /v1/subscriptions/payment-history': `[{"amount":${AMOUNT}}]`,
    'GET /v1/plans/list': '[{"planUid":"plan-xela-oro"}]',
    'GET /v1/plans/{}/client/{}/detail': `{"planUid":"plan-xela-oro","amount":${AMOUNT}}`,
  },
  payments: { 'GET /transactions': `{"items":[{"uid":"4711","amount":${AMOUNT}}]}` },
};

/** The rows of views at four upstreams, each of which can fail in every way, alone. */
export class ViewUpstreams {
  readonly calls: ViewCallRecord[] = [];
  readonly faults = new Map<string, Fault>();
  /** What every answer of a row waits for, in milliseconds. */
  delayMs = 0;
  /** What the CMS grants the operator; all that there is by default. */
  permissions: readonly { resource: string; action: string }[] | undefined;
  /** How many answers are under way, and were at most. */
  load = { running: 0, most: 0 };
  /** What is answered instead of `DATA`. */
  readonly answers = new Map<string, string>();

  private constructor(private readonly made: { rows?: RowUpstreams }) {}

  static async start(): Promise<ViewUpstreams> {
    const made: { rows?: RowUpstreams } = {};
    const upstreams = new ViewUpstreams(made);
    made.rows = await RowUpstreams.start(0, (api, tokens) => upstreams.operations(api, tokens));
    return upstreams;
  }

  get rows(): RowUpstreams {
    if (this.made.rows === undefined) throw new Error('not started');
    return this.made.rows;
  }

  forget(): void {
    this.calls.length = 0;
    this.faults.clear();
    this.answers.clear();
    this.permissions = undefined;
    this.delayMs = 0;
    this.load = { running: 0, most: 0 };
  }

  private operations(api: Api, tokens: OpaqueTokens): Operations {
    const entries = Object.entries(DATA[api]).map(([key, data]): [string, Operation] => [
      key,
      async (call) => {
        this.calls.push({ key, proof: proofOf(api, call, tokens), path: call.path, query: call.query });
        const { load } = this;
        load.running += 1;
        load.most = Math.max(load.most, load.running);
        if (this.delayMs > 0) await sleep(this.delayMs);
        const answer = await answerOf(this.faults.get(key), this.answers.get(key) ?? data);
        load.running -= 1;
        return answer;
      },
    ]);
    return { ...Object.fromEntries(entries), ...(api === 'cms' && this.permissionsOf()) };
  }

  private permissionsOf(): Operations {
    return {
      'GET /app/users/{}/partners/{}/permissions': () => {
        const all = ['detail', 'list'].flatMap((action) =>
          ['cardholders', 'card-movements', 'cards-admin'].map((resource) => ({ resource, action })),
        );
        return { status: 200, body: { success: true, data: this.permissions ?? all } };
      },
    };
  }
}

/** Who it was for, by the tokens that came. */
function proofOf(api: Api, { headers }: ForeignCall, tokens: OpaqueTokens): string {
  const { authorization = '', 'x-user-token': userToken } = headers;
  switch (api) {
    case 'wallet': {
      const subject = tokens.subjectOfAnyKind(authorization);
      return subject === CARDHOLDER_ID ? 'cardholder' : 'application';
    }
    case 'cms': {
      tokens.subjectOf('application', authorization);
      const user = tokens.subjectOf('user', userToken);
      if (user !== String(OPERATOR.id)) throw new Refused(403, '8001', 'another user');
      return 'operator';
    }
    case 'middleware':
    case 'payments':
      tokens.subjectOf('application', authorization);
      return 'application';
  }
}

async function answerOf(fault: Fault | undefined, data: string): Promise<Answer> {
  const ok = (body: string): Answer => ({ status: 200, body });
  switch (fault) {
    case undefined:
      return ok(`{ "success":true, "data": ${data} }`);
    case 'error':
      return { status: 500, body: '{"message":"ORA-00942 at 10.9.8.7"}' };
    case 'delay':
      await sleep(2000);
      return ok('{"success":true,"data":[]}');
    case 'garbage':
      return { status: 200, body: '<html>502 nginx</html>', headers: { 'content-type': 'text/html' } };
    case 'broken':
      return ok('{"success":true,"data":[1,}');
    case 'forbidden':
      return { status: 403, body: '{"success":false,"message":"no"}' };
    case 'absent':
      return { status: 404, body: '{"success":false,"message":"no"}' };
    case 'conflict':
      return { status: 409, body: '{"success":false,"message":"no"}' };
    case 'empty':
      return ok('');
    case 'no-data':
      return ok('{"success":true,"message":"ok"}');
  }
}
