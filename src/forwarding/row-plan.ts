import type { PreparedRoute } from '../routes/prepared-route.js';
import { deliveryOf, type DeliveryWay } from './answer/deliveries.js';
import { answerHandlingOf } from './answer/modes.js';
import { callClassOf } from '../policy/seat.js';
import { RowQuery } from './request/row-query.js';
import type { AnswerSink, CallBounds, RowAnswer, RowCall, RowHandling } from './row-call.js';
import type { Next, StepTools } from './step.js';
import { STEPS } from './steps.js';

/** A caller and what he asks for. Without a sink an answer is read up to the size that is kept whole. */
export type CallerRequest = Pick<RowCall, 'caller' | 'request'> & { sink?: AnswerSink; bounds?: CallBounds };

/** How a row is called: everything that can be worked out before the first request. */
export interface RowPlan {
  handling: RowHandling;
  delivery: DeliveryWay;
  /** Runs the steps that the row asks for, in the order of `STEPS`. */
  call: (request: CallerRequest) => Promise<RowAnswer>;
}

export function planOf(route: PreparedRoute, tools: StepTools): RowPlan {
  const { row, credential, target, routeClass } = route;
  const run = STEPS.filter((step) => step.isFor(row)).reduceRight<Next>(
    (next, step) => (call) => step.run(call, next, tools),
    () => Promise.reject(new Error('the last step sends the call')),
  );
  const source = tools.credentials.source(credential);
  const answer = answerHandlingOf(row);
  const handling = {
    query: new RowQuery(row.query, row.check !== undefined),
    answer,
    source,
    toldHeaders: [...(row.headers ?? []), ...(answer.requestHeaders ?? [])],
    callClass: callClassOf(row),
  };
  return {
    handling,
    delivery: deliveryOf(row),
    call: ({ caller, request, sink, bounds }) => {
      request.record.upstream = target.name;
      request.record.isRead = routeClass === 'read';
      return run({
        route,
        handling,
        caller,
        request,
        sink,
        bounds,
        path: '',
        credential: NONE,
        claim: undefined,
        bodyHash: undefined,
        upload: undefined,
      });
    },
  };
}

const NONE = { headers: {} };
