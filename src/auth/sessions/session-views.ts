import { Injectable } from '@nestjs/common';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { sharedClock } from '../../storage/shared-clock.js';
import type { Session, SessionUser } from './session-record.js';
import { type SessionView, userView } from './session.view.js';
import { Sessions } from './sessions.js';

type SessionFacts = SessionUser & Pick<Session, 'sessionId' | 'endsAt' | 'stepUpUntil'>;

@Injectable()
export class SessionViews {
  constructor(private readonly sessions: Sessions) {}

  async of(session: SessionFacts, partner: PartnerSettings): Promise<SessionView> {
    return this.view(session, partner, await this.sessions.credentials(session));
  }

  /** Of one that has just begun, or whose handle has just changed: nothing is read, and so nothing can fail. */
  ofNew(session: SessionFacts, partner: PartnerSettings): SessionView {
    return this.view(session, partner, this.sessions.newCredentials(session.kind));
  }

  private view(session: SessionFacts, partner: PartnerSettings, credentials: SessionView['credentials']): SessionView {
    const absolute = Math.max(0, Math.floor((session.endsAt - sharedClock.now()) / 1000));
    return {
      caller: session.kind,
      partner: partner.id,
      user: userView(session),
      secondsLeft: { idle: Math.min(this.sessions.limitsOf(session.kind).idleSeconds, absolute), absolute },
      credentials,
      stepUpSecondsLeft: Math.max(0, Math.ceil(((session.stepUpUntil ?? 0) - sharedClock.now()) / 1000)),
    };
  }
}
