import { IsInt, Max, Min } from 'class-validator';
import { ToNumber } from '../fields/to-number.js';

/** Lists that are read to their end (docs/exports.md). */
export class ExportsSettings {
  /** Pages of one call; the next one goes on by its cursor. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(100_000)
  pages = 1000;

  /** Items of a page, where the caller names no number. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(10_000)
  pageItems = 100;

  /** Of one caller in a process at once. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(1000)
  perCaller = 4;

  /** Of all callers of a partner in a process at once. */
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(10_000)
  perPartner = 16;
}
