import type { ErrorObject } from 'ajv/dist/2020.js';

/** Steps of one look at one request: some 50 ms. A right body of 1 MiB takes a tenth of them. */
const MAX_STEPS = 2_000_000;
/** Characters of a text that count as one step. */
const STEP_CHARACTERS = 64;
/** Of one look; each takes a time by how many there are already. */
const MAX_ERRORS = 200;

/** Ends a check that takes too long: alternatives that contain themselves double by level. */
export class CheckExhausted extends Error {
  constructor(readonly errors: readonly ErrorObject[]) {
    super('a check takes too long');
  }
}

let steps = 0;

/** Before a check: what counts from here on is its own. Checks run at once and never side by side. */
export function beginCheck(): void {
  steps = 0;
}

/** By work and not by the clock: what is checked of a request must not depend on what else the machine does. */
export function countSteps(more: number, found: readonly ErrorObject[] = []): void {
  steps += more;
  if (steps > MAX_STEPS) throw new CheckExhausted(found);
}

/** Called for each value that a check comes to, with the errors that are known by then. */
export function countValue(value: unknown, errors = 0, found: readonly ErrorObject[] | null = null): void {
  if (errors > MAX_ERRORS) throw new CheckExhausted(found ?? []);
  countSteps(typeof value === 'string' ? 1 + value.length / STEP_CHARACTERS : 1, found ?? []);
}
