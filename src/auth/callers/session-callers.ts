import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { SessionCaller } from './caller.js';
import { Partners } from './partners.js';
import { UnknownHandles } from './unknown-handles.js';
import { isHandle, recordIdOf } from '../sessions/handle.js';
import type { Session, SessionTransport } from '../sessions/session-record.js';
import { Sessions } from '../sessions/sessions.js';
import { atMost } from '../../common/growing-cache.js';

const MAX_HANDLES = 10_000;

/** Callers by their session handles. */
@Injectable()
export class SessionCallers {
  /** Made once for each copy of a session, with which they go. */
  private readonly callers = new WeakMap<Session, SessionCaller>();

  /** Of handles that have stood for a session: hashing one costs a call more than finding its session. */
  private readonly recordIds = new LRUCache<string, string>(atMost(MAX_HANDLES));

  constructor(
    private readonly sessions: Sessions,
    private readonly partners: Partners,
    private readonly unknown: UnknownHandles,
  ) {}

  /** What `of` gives, where this process has a copy of the session: it need not be waited for. */
  ready(handle: string, presentedAs: SessionTransport): SessionCaller | undefined {
    const recordId = this.recordIds.get(handle);
    if (recordId === undefined) return undefined;
    const session = this.sessions.peek(recordId);
    if (session !== undefined) return this.callerOf(session, { presentedAs, recordId });
    this.recordIds.delete(handle);
    return undefined;
  }

  /**
   * Undefined where the handle stands for no session, or its partner is no longer in the settings.
   *
   * @throws Problem `rate_limited` where too many from the client address stood for none
   */
  async of(handle: string, presentedAs: SessionTransport, address: string): Promise<SessionCaller | undefined> {
    if (!isHandle(handle)) return undefined;
    const recordId = recordIdOf(handle);
    const session =
      this.sessions.peek(recordId) ??
      (await this.unknown.ask({ recordId, address }, () => this.sessions.find(recordId)));
    if (session === undefined) return undefined;
    this.recordIds.set(handle, recordId);
    return this.callerOf(session, { presentedAs, recordId });
  }

  private callerOf(
    session: Session,
    proof: Pick<SessionCaller, 'presentedAs' | 'recordId'>,
  ): SessionCaller | undefined {
    const partner = this.partners.get(session.partnerId);
    if (partner === undefined) return undefined;
    const made = this.callers.get(session);
    // The partner's settings may have been replaced meanwhile.
    if (made?.presentedAs === proof.presentedAs && made.partner === partner) return made;
    const caller = { ...session, partner, ...proof };
    this.callers.set(session, caller);
    return caller;
  }
}
