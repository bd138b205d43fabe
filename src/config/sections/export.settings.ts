import { Integer } from '../fields/numbers.js';

/** Lists that are read to their end (docs/exports.md). */
export class ExportsSettings {
  /** Pages of one call; the next one goes on by its cursor. */
  @Integer({ min: 1, max: 100_000 })
  pages = 1000;

  /** Items of a page, where the caller names no number. */
  @Integer({ min: 1, max: 10_000 })
  pageItems = 100;

  /** Of one caller in a process at once. */
  @Integer({ min: 1, max: 1000 })
  perCaller = 4;

  /** Of all callers of a partner in a process at once. */
  @Integer({ min: 1, max: 10_000 })
  perPartner = 16;
}
