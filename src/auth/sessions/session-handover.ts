import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { PartnerSettings } from '../../config/partner.settings.js';
import { type Success, success } from '../../problems/success.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { setSessionCookie } from './cookie.js';
import type { Session, SessionTransport, SessionUser } from './session-record.js';
import { type SessionView, userView } from './session.view.js';
import { type OpenedSession, Sessions } from './sessions.js';

export type SessionFacts = SessionUser & Pick<Session, 'sessionId' | 'endsAt' | 'stepUpUntil'>;
export type HandedSession = Success<SessionView & { sessionToken?: string }>;

export interface Handover {
  partner: PartnerSettings;
  transport: SessionTransport;
  reply: FastifyReply;
}

/** What a client is told of a session, and how it gets its handle. */
@Injectable()
export class SessionHandover {
  constructor(private readonly sessions: Sessions) {}

  /** Hands a new session over the way the client wants it. */
  async hand({ handle, session }: OpenedSession, { partner, transport, reply }: Handover): Promise<HandedSession> {
    const view = await this.view(session, partner);
    if (transport === 'token') return success({ ...view, sessionToken: handle });
    setSessionCookie(reply, handle, this.sessions.limitsOf(session.kind).absoluteSeconds);
    return success(view);
  }

  async view(session: SessionFacts, partner: PartnerSettings): Promise<SessionView> {
    const absolute = Math.max(0, Math.floor((session.endsAt - sharedClock.now()) / 1000));
    return {
      caller: session.kind,
      partner: partner.id,
      user: userView(session),
      secondsLeft: { idle: Math.min(this.sessions.limitsOf(session.kind).idleSeconds, absolute), absolute },
      credentials: await this.sessions.credentials(session),
      stepUpSecondsLeft: Math.max(0, Math.ceil(((session.stepUpUntil ?? 0) - sharedClock.now()) / 1000)),
    };
  }
}
