import { Integer } from '../fields/numbers.js';

/** Plans, modules and the like, kept for a moment (docs/reference-data.md). */
export class ReferenceSettings {
  /** Seconds for which an answer is given again; 0: none is kept. The same on all replicas. */
  @Integer({ min: 0, max: 60 })
  seconds = 5;

  /** Memory for all that is kept in a process, in MiB. The largest answer that is kept has 64 KiB. */
  @Integer({ min: 1, max: 1024 })
  mebibytes = 16;
}
