import type { SessionKind } from '../../common/caller-kinds.js';
import { derived } from '../../config/live/derived.js';
import { type SessionLimits, sessionLimitsOf } from '../../config/sections/session.settings.js';
import type { Settings } from '../../config/settings.js';

/** Reads of a session in use within the time for which it may be idle: only they keep it alive, a copy does not. */
const READS_PER_IDLE = 4;

/** How long the sessions of each kind live, as the settings say now. */
export class SessionTimes {
  private readonly limits: () => Readonly<Record<SessionKind, SessionLimits>>;

  constructor(settings: Settings) {
    this.limits = derived(settings, ['sessions'], ({ sessions }) => ({
      operator: sessionLimitsOf(sessions, 'operator'),
      cardholder: sessionLimitsOf(sessions, 'cardholder'),
    }));
  }

  limitsOf(kind: SessionKind): SessionLimits {
    return this.limits()[kind];
  }

  idleMs(kind: SessionKind): number {
    return this.limitsOf(kind).idleSeconds * 1000;
  }

  longestIdleMs(): number {
    return Math.max(this.idleMs('operator'), this.idleMs('cardholder'));
  }

  copyMs(): number {
    return Math.min(this.idleMs('operator'), this.idleMs('cardholder')) / READS_PER_IDLE;
  }
}
