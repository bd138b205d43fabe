import { ArrayNotEmpty, IsArray, IsOptional, IsString } from 'class-validator';
import { Flag } from '../../fields/flag.js';
import { Integer } from '../../fields/numbers.js';
import { Section, SectionMap } from '../../fields/sections.js';
import { Text } from '../../fields/text.js';
import { ViewInputSettings } from './view-input.settings.js';

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
  @Text()
  row: string;

  /** Of the row's path. */
  @SectionMap(() => ViewInputSettings)
  params: Map<string, ViewInputSettings> = new Map<string, ViewInputSettings>();

  /** Of the row's query. */
  @SectionMap(() => ViewInputSettings)
  query: Map<string, ViewInputSettings> = new Map<string, ViewInputSettings>();

  /** Whether there is no view without it. */
  @IsOptional()
  @Flag()
  required?: boolean;

  /** Milliseconds from the beginning of the view; by default its share of the view's deadline. */
  @IsOptional()
  @Integer({ min: 50, max: 60_000 })
  deadlineMs?: number;

  @IsOptional()
  @Section(() => ViewEachSettings)
  each?: ViewEachSettings;

  /** Called for this month and those before it: so many in all. */
  @IsOptional()
  @Integer({ min: 1, max: 12 })
  months?: number;

  /** JSON pointer to what is placed of the row's `data`. */
  @IsOptional()
  @IsString()
  pick?: string;

  @IsOptional()
  @Section(() => ViewKeepSettings)
  keep?: ViewKeepSettings;
}
