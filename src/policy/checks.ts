import type { CanActivate, Type } from '@nestjs/common';
import { CallerGuard } from '../auth/callers/caller.guard.js';
import { CsrfGuard } from '../auth/callers/csrf.guard.js';
import type { Row } from '../routes/route.js';
import { PolicyGuard } from './policy.guard.js';
import { PublicLimitsGuard } from './public-limits.guard.js';
import { RouteLimitsGuard } from './route-limits.guard.js';
import { StepUpGuard } from './step-up.guard.js';

interface Check {
  guard: Type<CanActivate>;
  /** What the guard asks of a request. */
  asks: string;
  /** A check of some rows only; without it, of every handler. */
  isFor?: (row: Row) => boolean;
}

/**
 * The checks of a request, in the order in which they run; then comes its body (the DTO of the row), and the steps of the
 * call (forwarding/steps.ts). Nest runs those of every handler first, so they stand first.
 */
export const CHECKS: readonly Check[] = [
  { guard: CallerGuard, asks: 'Who is calling, and may he call this?' },
  { guard: CsrfGuard, asks: "With a cookie: did the browser's user mean it?" },
  { guard: PolicyGuard, asks: 'Does the row allow it: partner, scope, permission?' },
  { guard: RouteLimitsGuard, asks: 'Has the caller, address or partner called too often?' },
  { guard: StepUpGuard, asks: 'Was a one-time code verified lately?', isFor: ({ stepUp }) => stepUp === 'required' },
  {
    guard: PublicLimitsGuard,
    asks: 'Without a login, or about an account: is it too often?',
    isFor: ({ callers, accountField }) => callers.includes('public') || accountField !== undefined,
  },
];

export function checksOfAll(): Type<CanActivate>[] {
  return CHECKS.filter(({ isFor }) => isFor === undefined).map(({ guard }) => guard);
}

export function checksOfRow(row: Row): Type<CanActivate>[] {
  return CHECKS.filter(({ isFor }) => isFor?.(row) === true).map(({ guard }) => guard);
}
