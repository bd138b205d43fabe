import type { TokenState } from '../credentials/token-record.js';
import type { CallerKind } from './caller.js';

/** What a session is told of itself: no token, no handle. */
export interface SessionView {
  caller: CallerKind;
  partner: string;
  user: { id: string; email: string; name: string };
  /** `idle` starts again with every call (to within 5 s). */
  secondsLeft: { idle: number; absolute: number };
  /** State of each upstream credential that belongs to the user. */
  credentials: { cms: TokenState };
  /** Seconds in which operations that need a recent one-time code are allowed. */
  stepUpSecondsLeft: number;
}
