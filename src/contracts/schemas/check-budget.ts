import type { ErrorObject } from 'ajv/dist/2020.js';

/** Milliseconds of one look at one request, and values that it may come to. A large body takes a tenth of them. */
const MAX_MS = 40;
const MAX_VALUES = 1_000_000;
const VALUES_PER_LOOK = 64;
/** Of one look; each takes a time by how many there are already. */
const MAX_ERRORS = 200;

/** Ends a check that takes too long: alternatives that contain themselves double by level. */
export class CheckExhausted extends Error {
  constructor(readonly errors: readonly ErrorObject[]) {
    super('a check takes too long');
  }
}

let values = 0;
let end = Number.POSITIVE_INFINITY;

/** Before a check: what counts from here on is its own. Checks run at once and never side by side. */
export function beginCheck(): void {
  values = 0;
  end = performance.now() + MAX_MS;
}

/** After it: ajv counts values of schemas, too, when it compiles them. */
export function endCheck(): void {
  end = Number.POSITIVE_INFINITY;
}

/** Called before what takes long for one value. */
export function lookAtClock(found: readonly ErrorObject[] = []): void {
  if (values > MAX_VALUES || performance.now() > end) throw new CheckExhausted(found);
}

/** Called for each value that a check comes to, with the errors that are known by then. */
export function countValue(errors = 0, found: readonly ErrorObject[] | null = null): void {
  values += 1;
  if (errors > MAX_ERRORS) throw new CheckExhausted(found ?? []);
  if (values % VALUES_PER_LOOK === 0) lookAtClock(found ?? []);
}
