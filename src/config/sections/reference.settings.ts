import { IsInt, Max, Min } from 'class-validator';
import { ToNumber } from '../fields/to-number.js';

/** Plans, modules and the like, kept for a moment (docs/reference-data.md). */
export class ReferenceSettings {
  /** Seconds for which an answer is given again; 0: none is kept. The same on all replicas. */
  @ToNumber()
  @IsInt()
  @Min(0)
  @Max(60)
  seconds = 5;

  /** Memory for all that is kept in a process, in MiB. The largest answer that is kept has 64 KiB. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(1024)
  mebibytes = 16;
}
