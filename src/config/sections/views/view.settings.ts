import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional, IsString, MinLength } from 'class-validator';
import { LOGIN_KINDS, type LoginKind } from '../../../common/caller-kinds.js';
import { Integer } from '../../fields/numbers.js';
import { SectionMap } from '../../fields/sections.js';
import { ViewSectionSettings } from './view-section.settings.js';

/** A view of the partner's own: one answer from several rows (docs/views.md). */
export class ViewSettings {
  /** Below `/v1/views`, e.g. `/shops/:deviceId`. */
  @IsString()
  @MinLength(2)
  path: `/${string}`;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(LOGIN_KINDS, { each: true })
  callers: [LoginKind, ...LoginKind[]];

  @IsOptional()
  @IsString()
  summary?: string;

  /** Milliseconds for the whole view. */
  @IsOptional()
  @Integer({ min: 100, max: 60_000 })
  deadlineMs?: number;

  /** By name, in the order of the answer; a section reads from those before it. */
  @SectionMap(() => ViewSectionSettings)
  sections: Map<string, ViewSectionSettings> = new Map<string, ViewSectionSettings>();
}
