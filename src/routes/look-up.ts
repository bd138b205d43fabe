import type { LookUpFacts } from '../idempotency/outcome.js';

/** What a request says, where a look-up finds what it needs. */
interface LookedUpRequest {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** What a row is asked with. */
export interface LookUpQuestion {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
}

interface LookUpFinding {
  status: 'succeeded' | 'refused';
  /** What it is called at Migo. */
  id?: string;
}

interface LookUpStep {
  /** Id of the row that is asked, with the credential of the application. */
  row: string;
  ask: (facts: LookUpFacts, at: Date) => LookUpQuestion;
  /**
   * By evidence only: undefined where the answer's `data` shows nothing, which does not say that nothing was done. Facts are for
   * the next step.
   */
  find: (data: unknown, facts: LookUpFacts, at: Date) => LookUpFinding | { facts: LookUpFacts } | undefined;
}

/** Where Migo shows what became of a call whose answer is lost. */
export interface LookUp {
  /** By what the call is recognized there, in words. */
  by: string;
  /** What a request must have for it, in words; undefined where every one has it. */
  needs?: string;
  /** `state`: who has brought it about does not matter, so that it is evidence for every call that wanted it. By default the call itself. */
  shows?: 'state';
  /** What of the request is kept for it; undefined for a request that could not be told from others. */
  facts: (request: LookedUpRequest) => LookUpFacts | undefined;
  /** Names of the facts by which Migo shows a call: calls of a row that have them in common could be taken for one another. By default
   * all. `any`: whatever the values, and whatever the row. */
  alike?: readonly string[] | 'any';
  steps: readonly [LookUpStep, ...LookUpStep[]];
}

/** The same for all calls that a look-up could take for one another; undefined where it would find none of them. */
export function alikeOf({ steps, alike }: LookUp, route: string, facts: LookUpFacts | undefined): string | undefined {
  if (alike === 'any') return JSON.stringify(steps.map(({ row }) => row));
  return facts && JSON.stringify([route, (alike ?? Object.keys(facts)).map((name) => [name, facts[name]])]);
}

/** Says where Migo shows again what a row has done. */
export function defineLookUp(lookUp: LookUp): LookUp {
  return lookUp;
}
