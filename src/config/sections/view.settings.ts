import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInstance,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { ToNumber } from '../fields/to-number.js';

/** Strangers have no rights that a view could be made of. */
const VIEW_CALLERS = ['operator', 'cardholder', 'service'] as const;
export type ViewCaller = (typeof VIEW_CALLERS)[number];

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

/** A list, for each item of which the row is called: that of an earlier section, or the values of a query parameter, with commas. */
export class ViewEachSettings {
  @IsOptional()
  @IsString()
  section?: string;

  /** JSON pointer to the list in the section's `data`. Without it: `data`, or the first list in it. */
  @IsOptional()
  @IsString()
  at?: string;

  @IsOptional()
  @IsString()
  query?: string;
}

/** Which items of a list are placed. */
export class ViewKeepSettings {
  /** JSON pointer into an item. */
  @IsString()
  at: string;

  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  values: string[];
}

export class ViewSectionSettings {
  /** Id of a row. */
  @IsString()
  @MinLength(1)
  row: string;

  /** Of the row's path. */
  @IsInstance(Map)
  @ValidateNested({ each: true })
  @Type(() => ViewInputSettings)
  params: Map<string, ViewInputSettings> = new Map<string, ViewInputSettings>();

  /** Of the row's query. */
  @IsInstance(Map)
  @ValidateNested({ each: true })
  @Type(() => ViewInputSettings)
  query: Map<string, ViewInputSettings> = new Map<string, ViewInputSettings>();

  /** Whether there is no view without it. */
  @IsOptional()
  @IsBoolean()
  required?: boolean;

  /** Milliseconds from the beginning of the view; by default its share of the view's deadline. */
  @IsOptional()
  @ToNumber()
  @IsInt()
  @Min(50)
  @Max(60_000)
  deadlineMs?: number;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ViewEachSettings)
  each?: ViewEachSettings;

  /** Called for this month and those before it: so many in all. */
  @IsOptional()
  @ToNumber()
  @IsInt()
  @Min(1)
  @Max(12)
  months?: number;

  /** JSON pointer to what is placed of the row's `data`. */
  @IsOptional()
  @IsString()
  pick?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ViewKeepSettings)
  keep?: ViewKeepSettings;
}

/** A view of the partner's own: one answer from several rows (docs/views.md). */
export class ViewSettings {
  /** Below `/v1/views`, e.g. `/shops/:deviceId`. */
  @IsString()
  @MinLength(2)
  path: `/${string}`;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(VIEW_CALLERS, { each: true })
  callers: [ViewCaller, ...ViewCaller[]];

  @IsOptional()
  @IsString()
  summary?: string;

  /** Milliseconds for the whole view. */
  @IsOptional()
  @ToNumber()
  @IsInt()
  @Min(100)
  @Max(60_000)
  deadlineMs?: number;

  /** By name, in the order of the answer; a section reads from those before it. */
  @IsInstance(Map)
  @ValidateNested({ each: true })
  @Type(() => ViewSectionSettings)
  sections: Map<string, ViewSectionSettings> = new Map<string, ViewSectionSettings>();
}
