import { Injectable } from '@nestjs/common';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { Partners } from '../callers/partners.js';
import { indexOfUser, SessionIndex } from './session-index.js';
import { accountOf, type Session, type SessionUser, userIdOf } from './session-record.js';
import { type EndingSession, Sessions, type StoredSession } from './sessions.js';

/** A user with more sessions than that sees and ends those that last for longest. */
const MAX_OF_USER = 500;

/** Finds sessions by whose they are. */
@Injectable()
export class SessionDirectory {
  constructor(
    private readonly sessions: Sessions,
    private readonly index: SessionIndex,
    private readonly partners: Partners,
  ) {}

  /** Sessions of an index that are alive, at most `limit`. */
  async list(index: string, limit: number): Promise<StoredSession[]> {
    // What has ended without a word must not hide what is alive.
    for (let size = limit; ; size *= 2) {
      const recordIds = await this.index.list(index, size);
      const found = await Promise.all(recordIds.map((recordId) => this.alive(index, recordId)));
      const alive = found.filter((session) => session !== undefined);
      if (alive.length > 0 || recordIds.length < size) return alive.slice(0, limit);
    }
  }

  private async alive(index: string, recordId: string): Promise<StoredSession | undefined> {
    const { version, record } = await this.sessions.look(recordId);
    if (version === 0) await this.index.drop(index, recordId);
    return record && record.endsAt > sharedClock.now() ? { ...record, recordId } : undefined;
  }

  /** The sessions of one user of a partner. */
  async ofUser(owner: SessionUser & Pick<Session, 'partnerId'>): Promise<StoredSession[]> {
    const { partnerId, kind } = owner;
    const account = accountOf(owner);
    // Another user may have for a name what is an id here.
    return (await this.list(indexOfUser(partnerId, userIdOf(owner)), MAX_OF_USER)).filter(
      (session) => session.kind === kind && accountOf(session) === account,
    );
  }

  /** Ends those of a user's sessions that were not used for longest, so that `most` are left. */
  async endOldest(owner: SessionUser & Pick<Session, 'partnerId'>, most: number): Promise<StoredSession[]> {
    const listed = await this.index.list(indexOfUser(owner.partnerId, userIdOf(owner)), most + 1);
    if (listed.length <= most) return [];
    const alive = (await this.ofUser(owner)).filter(({ retired }) => retired !== true);
    if (alive.length <= most) return [];
    const idle = await Promise.all(
      alive.map(async (session) => ({ session, idleMs: await this.sessions.idleFor(session) })),
    );
    const oldest = idle.sort((one, other) => other.idleMs - one.idleMs).slice(0, alive.length - most);
    await Promise.all(oldest.map(({ session }) => this.end(session)));
    return oldest.map(({ session }) => session);
  }

  /** Ends every session of the cardholder who has this name, or this id: at all partners with the same users. */
  async endNamed({ merchant }: Pick<PartnerSettings, 'merchant'>, name: string): Promise<void> {
    for (const id of this.partners.idsOf(merchant))
      await this.endAll(async () =>
        (await this.list(indexOfUser(id, name), MAX_OF_USER)).filter(({ kind }) => kind === 'cardholder'),
      );
  }

  /** Ends a session, also under the handle that it has been given meanwhile. */
  async end(session: EndingSession): Promise<void> {
    await this.sessions.end(session);
    await this.endAll(async () =>
      (await this.ofUser(session)).filter(({ sessionId }) => sessionId === session.sessionId),
    );
  }

  /** Ends what `next` finds until it finds nothing: a session whose handle changes meanwhile does not slip through. */
  async endAll(next: () => Promise<readonly StoredSession[]>): Promise<string[]> {
    const ended = new Set<string>();
    for (let found = await next(); found.length > 0; found = await next()) {
      await Promise.all(found.map((session) => this.sessions.end(session)));
      for (const { sessionId } of found) ended.add(sessionId);
    }
    return [...ended];
  }
}
