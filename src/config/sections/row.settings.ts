import { Type } from 'class-transformer';
import { IsIn, IsInstance, IsInt, IsOptional, Min } from 'class-validator';
import { Flag } from '../fields/flag.js';
import { Integer } from '../fields/numbers.js';
import { SectionMap } from '../fields/sections.js';
import { Text } from '../fields/text.js';

/**
 * How a row wants a one-time code. `required`: verified a short while ago (`PUT /v1/auth/otp`); `inline`: may come with the
 * call, and Migo judges whether one is needed; `never`: the gateway neither asks for one nor puts one in.
 */
export const STEP_UPS = ['required', 'inline', 'never'] as const;
export type StepUp = (typeof STEP_UPS)[number];

export class StepUpSettings {
  /** By row id, where it is not what the row's table says. */
  @IsInstance(Map)
  @IsIn(STEP_UPS, { each: true, message: `each must be one of ${STEP_UPS.join(', ')}` })
  @Type(() => String)
  rows: Map<string, StepUp> = new Map<string, StepUp>();

  /** By row id: a call with a larger `amount` than this needs a code that was verified lately. */
  @IsInstance(Map)
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Type(() => Number)
  above: Map<string, number> = new Map<string, number>();

  /**
   * Whether an operator whose CMS permissions have the action `otp` for a resource needs a recent code for what changes that
   * resource at the Wallet Gateway. That the action means this is assumed (docs/adr/0001-assumptions-about-migo.md).
   */
  @Flag()
  byPermission = false;
}

/** A permission of the CMS. Migo: cms-api/permissions-roles. */
export class PermissionSettings {
  @Text()
  resource: string;

  @Text()
  action: string;
}

/** The permission of a row; of one whose table names a permission for each value of a field, also one for single values. */
export class RowPermissionSettings extends PermissionSettings {
  /** By value, e.g. `WITHDRAW_FUNDS`; the other values need `resource` and `action`. */
  @SectionMap(() => PermissionSettings)
  values: Map<string, PermissionSettings> = new Map<string, PermissionSettings>();
}

/** How long the upstream call of a row may take, in milliseconds. */
export class RowTimesSettings {
  @IsOptional()
  @Integer({ min: 50, max: 600_000 })
  firstByteMs?: number;

  @IsOptional()
  @Integer({ min: 100, max: 600_000 })
  deadlineMs?: number;
}
