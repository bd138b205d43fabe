import type { SessionKind } from '../../common/caller-kinds.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import type { TokenState } from '../../credentials/token-record.js';
import type { SessionUser } from './session-record.js';

/** What a session is told of itself: no token, no handle. */
export interface SessionView {
  caller: SessionKind;
  partner: string;
  /** `email` of an operator, `username` of a cardholder. */
  user: { id: string; email?: string; username?: string; name: string };
  /** `idle` starts again with every call (to within 5 s). */
  secondsLeft: { idle: number; absolute: number };
  /** State of each upstream credential that belongs to the user. */
  credentials: Partial<Record<UpstreamName, TokenState>>;
  /** Seconds in which operations that need a recent one-time code are allowed. */
  stepUpSecondsLeft: number;
}

export function userView(owner: SessionUser): SessionView['user'] {
  switch (owner.kind) {
    case 'operator': {
      const { cmsUserId, email, name } = owner.user;
      return { id: cmsUserId, email, name };
    }
    case 'cardholder': {
      const { userId, username, name } = owner.user;
      return { id: userId, username, name };
    }
  }
}
