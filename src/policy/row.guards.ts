import type { CanActivate, Type } from '@nestjs/common';
import { PublicLimitsGuard } from './public-limits.guard.js';
import type { Row } from '../routes/route.js';
import { StepUpGuard } from './step-up.guard.js';

/** Guards that only some rows need. They run after the global ones, in this order. */
export function guardsOf({ stepUp, callers, accountField }: Row): Type<CanActivate>[] {
  return [
    ...(stepUp === true ? [StepUpGuard] : []),
    ...(callers.includes('public') || accountField !== undefined ? [PublicLimitsGuard] : []),
  ];
}
