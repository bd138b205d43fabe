import { objectOf } from '../../common/json-text/members.js';
import { toProblemBody } from '../../problems/problem.body.js';
import type { Outcome } from './outcome.js';
import type { Selection } from './selection.js';

export const COMPLETENESS_HEADER = 'gateway-completeness';

/** What a client gets. */
export interface ViewAnswer {
  completeness: 'complete' | 'partial';
  /** JSON. */
  text: string;
}

/** Places the sections as they came: what an upstream wrote is never read into numbers and written again. */
export function answerOf(
  { runs, isShown }: Selection,
  outcomes: ReadonlyMap<string, Outcome>,
  requestId: string,
): ViewAnswer {
  const data: [string, string][] = [];
  const sections: [string, string][] = [];
  let completeness: ViewAnswer['completeness'] = 'complete';
  for (const section of runs) {
    const outcome = outcomes.get(section.name);
    if (outcome === undefined || !isShown(section)) continue;
    const { status, omitted } = outcome;
    if (status !== 'ok' || omitted !== undefined) completeness = 'partial';
    if (outcome.data !== undefined) data.push([section.name, outcome.data]);
    sections.push([section.name, stateText(outcome, section.route.target.name, requestId)]);
  }
  return {
    completeness,
    text: objectOf([
      ['success', 'true'],
      ['data', objectOf(data)],
      ['sections', objectOf(sections)],
    ]),
  };
}

function stateText(outcome: Outcome, source: string, requestId: string): string {
  const { status, durationMs, problem, missing, omitted } = outcome;
  return JSON.stringify({
    status,
    source,
    durationMs,
    omitted,
    missing,
    error: problem === undefined ? undefined : toProblemBody(problem, requestId),
  });
}
