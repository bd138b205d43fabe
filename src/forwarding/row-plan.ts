import type { Answer } from '../clients/transport/exchange.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import { answerHandlingOf } from './answer/modes.js';
import { RowQuery } from './request/row-query.js';
import type { RowCall, RowHandling } from './row-call.js';
import type { StepTools } from './step.js';
import { STEPS } from './steps.js';

/** How a row is called: everything that can be worked out before the first request. */
export interface RowPlan {
  handling: RowHandling;
  /** The steps that the row asks for, in the order of `STEPS`, as one function. */
  run: (call: RowCall) => Promise<Answer>;
}

export function planOf({ row, credential }: PreparedRoute, tools: StepTools): RowPlan {
  const run = STEPS.filter((step) => step.isFor(row)).reduceRight<RowPlan['run']>(
    (next, step) => (call) => step.run(call, next, tools),
    () => Promise.reject(new Error('the last step sends the call')),
  );
  const source = tools.credentials.source(credential);
  return {
    handling: { query: new RowQuery(row.query, row.check !== undefined), answer: answerHandlingOf(row), source },
    run,
  };
}
