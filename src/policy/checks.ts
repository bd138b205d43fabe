import type { CanActivate, Type } from '@nestjs/common';
import { CallerGuard } from '../auth/callers/caller.guard.js';
import { CsrfGuard } from '../auth/callers/csrf.guard.js';
import { BodyGuard } from '../edge/body/body.guard.js';
import type { Row } from '../routes/route.js';
import { AccountLimitsGuard } from './account-limits.guard.js';
import { FieldPermissionGuard } from './field-permission.guard.js';
import { PolicyGuard } from './policy.guard.js';
import { PublicLimitsGuard } from './public-limits.guard.js';
import { RoomGuard } from './room.guard.js';
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
 * The checks of a request, in the order in which they run; then comes the DTO of the row, and the steps of the call
 * (forwarding/steps.ts). Nest runs those of every handler first, so they stand first. What is known from the head is asked
 * before the body is read: a stranger's costs nothing. The gateway's own controllers name `BodyGuard` themselves.
 */
export const CHECKS: readonly Check[] = [
  { guard: CallerGuard, asks: 'Who is calling, and may he call this?' },
  { guard: CsrfGuard, asks: "With a cookie: did the browser's user mean it?" },
  { guard: PolicyGuard, asks: 'Does the row allow it: partner, scope, permission?' },
  { guard: RouteLimitsGuard, asks: 'Has the caller, address or partner called too often?' },
  { guard: RoomGuard, asks: 'A read: has its upstream a place for it, or one in the queue?', isFor: isReadUpstream },
  {
    guard: StepUpGuard,
    asks: 'Was a one-time code verified lately? Where one may come with the call, a step asks (step-up-inline).',
    isFor: ({ stepUp, otp }) => stepUp === 'required' && otp === undefined,
  },
  {
    guard: PublicLimitsGuard,
    asks: 'Without a login: does the address call too often?',
    isFor: ({ callers }) => callers.includes('public'),
  },
  { guard: BodyGuard, asks: 'Is the body whole, soon, and not too large for who sends it?', isFor: mayHaveBody },
  {
    guard: FieldPermissionGuard,
    asks: 'Where a field of the body says which permission is needed: is it granted?',
    isFor: ({ permission }) => permission !== undefined && 'field' in permission,
  },
  {
    guard: AccountLimitsGuard,
    asks: 'Is the account named too often?',
    isFor: ({ accountField }) => accountField !== undefined,
  },
];

/** What is kept here needs no place there. */
function isReadUpstream({ method, cache }: Row): boolean {
  return method === 'GET' && cache === undefined;
}

/** A body of a read has no meaning (RFC 9110, section 9.3.1). */
function mayHaveBody({ method }: Row): boolean {
  return method !== 'GET';
}

export function checksOfAll(): Type<CanActivate>[] {
  return CHECKS.filter(({ isFor }) => isFor === undefined).map(({ guard }) => guard);
}

export function checksOfRow(row: Row): Type<CanActivate>[] {
  return CHECKS.filter(({ isFor }) => isFor?.(row) === true).map(({ guard }) => guard);
}
