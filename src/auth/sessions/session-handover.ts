import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { type Success, success } from '../../problems/success.js';
import { UnknownHandles } from '../callers/unknown-handles.js';
import { setSessionCookie } from './cookie.js';
import { recordIdOf } from './handle.js';
import type { SessionTransport } from './session-record.js';
import { SessionViews } from './session-views.js';
import type { SessionView } from './session.view.js';
import { type OpenedSession, Sessions } from './sessions.js';

export type HandedSession = Success<SessionView & { sessionToken?: string }>;

export interface Handover {
  partner: PartnerSettings;
  transport: SessionTransport;
  reply: FastifyReply;
}

/** How a client gets the handle of a session. */
@Injectable()
export class SessionHandover {
  constructor(
    private readonly sessions: Sessions,
    private readonly views: SessionViews,
    private readonly unknownHandles: UnknownHandles,
  ) {}

  /** Hands a new session over the way the client wants it. */
  hand({ handle, session }: OpenedSession, { partner, transport, reply }: Handover): HandedSession {
    const view = this.views.ofNew(session, partner);
    this.unknownHandles.remember(recordIdOf(handle));
    if (transport === 'token') return success({ ...view, sessionToken: handle });
    setSessionCookie(reply, handle, this.sessions.limitsOf(session.kind).absoluteSeconds);
    return success(view);
  }
}
