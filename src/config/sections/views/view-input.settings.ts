import { IsIn, IsOptional, IsString } from 'class-validator';

/** What of the clock a parameter may want, in the time zone of the partner: `11`, `2026`, `2026-11-26`. */
const CLOCK_PARTS = ['month', 'year', 'today'] as const;
export type ClockPart = (typeof CLOCK_PARTS)[number];

/** Where the value of a parameter comes from. Of several sources the first that has one counts, in this order. */
export class ViewInputSettings {
  /** Parameter of the view's path. */
  @IsOptional()
  @IsString()
  path?: string;

  /** Parameter of the view's query. */
  @IsOptional()
  @IsString()
  query?: string;

  /** An earlier section; of its `data`, what stands at `at`. */
  @IsOptional()
  @IsString()
  section?: string;

  /** JSON pointer (RFC 6901). */
  @IsOptional()
  @IsString()
  at?: string;

  /** JSON pointer into the item of `each`; empty for the item itself. */
  @IsOptional()
  @IsString()
  item?: string;

  @IsOptional()
  @IsIn(CLOCK_PARTS)
  clock?: ClockPart;

  /** The cardholder's own id. */
  @IsOptional()
  @IsIn(['userId'])
  caller?: 'userId';

  /** The merchant's slug in the settings of the caller's partner (`middleware.client`). */
  @IsOptional()
  @IsIn(['client'])
  partner?: 'client';

  @IsOptional()
  @IsString()
  value?: string;
}
