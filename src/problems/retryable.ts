import { catalogueEntry, type ProblemCode } from './catalogue.js';

/** What is known of the call that a problem ended. */
export interface FailedCall {
  /** Whether anything may have reached Migo. */
  sent?: boolean | undefined;
  /** Of a method or row that changes nothing. */
  isRead?: boolean | undefined;
  /** The same call with the same key is not made twice. */
  isKeyed?: boolean | undefined;
}

/**
 * Whether the same request, sent again later, can succeed without anything else being changed, and does no harm: nothing was sent,
 * or Migo refused it before it did anything, or it only reads, or it has a key.
 */
export function isRetryable(code: ProblemCode, { sent, isRead, isKeyed }: FailedCall): boolean {
  if (!catalogueEntry(code).retryable) return false;
  return sent !== true || isRead === true || isKeyed === true || leavesNothing(code);
}

/** Whether the problem says that Migo has refused the call before it did anything. */
export function leavesNothing(code: ProblemCode): boolean {
  return catalogueEntry(code).leavesNothing === true;
}
