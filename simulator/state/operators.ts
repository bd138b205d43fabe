import type { Permission } from './permissions.js';

/** A CMS user. */
export interface Operator {
  id: number;
  email: string;
  password: string;
  name: string;
  /** Assigned partners only, with the effective permissions in each. */
  assignments: ReadonlyMap<string, readonly Permission[]>;
  /** Some calls take a code from these operators (cms-api/cardholders, cms-api/process-requests). */
  subjectToOtp: boolean;
  /** Until when the last verified code counts, in milliseconds since the epoch on the virtual clock. */
  elevatedUntilMs: number;
}
