import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SessionKind } from '../../common/caller-kinds.js';
import type { Tokens } from '../../clients/migo/token-outcome.js';
import type { SessionLimits } from '../../config/sections/session.settings.js';
import { Settings } from '../../config/settings.js';
import { CardholderTokens } from '../../credentials/cardholder-tokens.js';
import { OperatorTokens } from '../../credentials/operator-tokens.js';
import { UpstreamLogout } from '../../credentials/upstream-logout.js';
import type { UserTokens } from '../../credentials/user-tokens.js';
import type { EncryptedRecords, Stored } from '../../storage/encrypted-records.js';
import { RecordsFactory } from '../../storage/records.factory.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { Problem } from '../../problems/problem.js';
import type { SessionCaller } from '../callers/caller.js';
import { Partners } from '../callers/partners.js';
import { newHandle, recordIdOf } from './handle.js';
import { SessionIndex } from './session-index.js';
import { parseSession, type Session, type SessionTransport, type SessionUser } from './session-record.js';
import { SessionTimes } from './session-times.js';
import type { SessionView } from './session.view.js';
import { ifUnavailable } from '../../storage/key-value-store.js';

interface NewSession {
  partnerId: string;
  owner: SessionUser;
  transport: SessionTransport;
  /** The user's own upstream tokens. */
  tokens: Tokens;
}

export interface OpenedSession {
  handle: string;
  session: Session;
}

/** A session and where it lies. */
export type StoredSession = Session & { recordId: string };

/** What it takes to end a session. */
export type EndingSession = SessionUser &
  Pick<StoredSession, 'recordId' | 'sessionId' | 'partnerId' | 'previousRecordId'>;

/** Milliseconds for which a changed handle still reads. */
const GRACE_MS = 5000;

/** The gateway's sessions: opened by a login, kept alive by calls, ended by a logout or by time. */
@Injectable()
export class Sessions {
  private readonly records: EncryptedRecords<Session>;
  private readonly tokens: Readonly<Record<SessionKind, UserTokens>>;
  private readonly times: SessionTimes;

  constructor(
    records: RecordsFactory,
    private readonly index: SessionIndex,
    operator: OperatorTokens,
    cardholder: CardholderTokens,
    private readonly partners: Partners,
    private readonly logouts: UpstreamLogout,
    settings: Settings,
  ) {
    this.times = new SessionTimes(settings);
    this.records = records.create({ name: 'session', parse: parseSession, copyMs: () => this.times.copyMs() });
    this.tokens = { operator, cardholder };
  }

  limitsOf(kind: SessionKind): SessionLimits {
    return this.times.limitsOf(kind);
  }

  async open({ partnerId, owner, transport, tokens }: NewSession): Promise<OpenedSession> {
    const [handle, sessionId, createdAt] = [newHandle(), randomUUID(), sharedClock.now()];
    const endsAt = createdAt + this.limitsOf(owner.kind).absoluteSeconds * 1000;
    const session: Session = { sessionId, partnerId, ...owner, transport, createdAt, endsAt };
    await this.tokens[owner.kind].keep(sessionId, tokens);
    await this.store(session, recordIdOf(handle));
    return { handle, session };
  }

  /** The session of a record id, without a round trip where this process has a copy that is at most 5 s old. */
  async find(recordId: string): Promise<Session | undefined> {
    return this.peek(recordId) ?? this.load(recordId);
  }

  /** The copy of this process, where it has one of a session that has not ended. */
  peek(recordId: string): Session | undefined {
    const copy = this.records.peek(recordId);
    return copy !== undefined && copy.endsAt > sharedClock.now() ? copy : undefined;
  }

  /**
   * Gives a new handle for an old one. The old one reads for 5 s more, so that what is under way does not fail.
   *
   * @throws Problem `session_invalid` where the session has ended meanwhile
   */
  async rotate({ recordId }: Pick<SessionCaller, 'recordId'>, stepUpUntil: number): Promise<OpenedSession> {
    const { version, record } = await this.records.readFresh(recordId);
    // One that is retired has a new handle already: what is made of it would end with it.
    if (record === undefined || record.retired === true) throw new Problem('session_invalid');
    const handle = newHandle();
    const session: Session = { ...record, stepUpUntil, previousRecordId: recordId };
    await this.store(session, recordIdOf(handle));
    const retired: Session = { ...record, retired: true, endsAt: sharedClock.now() + GRACE_MS };
    const isOurs = await this.records
      .write(recordId, version, { record: retired, ttlMs: GRACE_MS })
      // The old one may be retired all the same: without the new one the session would be lost.
      .catch(ifUnavailable('perhaps'));
    if (isOurs !== undefined) {
      // The new handle must reach its user; an entry that is left is taken out when it is next looked at.
      await this.index.remove(session, recordId).catch(() => undefined);
      return { handle, session };
    }
    // A logout was first: it must not be undone.
    await this.records.delete([recordIdOf(handle)]);
    await this.index.remove(session, recordIdOf(handle));
    throw new Problem('session_invalid');
  }

  /** Puts the tokens of an elevated upstream session in place of the user's own. */
  elevate({ sessionId, kind }: Pick<SessionCaller, 'sessionId' | 'kind'>, tokens: Tokens): Promise<void> {
    return this.tokens[kind].replace(sessionId, tokens);
  }

  async end(session: EndingSession): Promise<void> {
    const { recordId, previousRecordId, sessionId, kind, partnerId } = session;
    const tokens = this.logouts.isOn(kind) ? await this.tokens[kind].stored(sessionId) : undefined;
    await this.records.delete(previousRecordId === undefined ? [recordId] : [recordId, previousRecordId]);
    await this.tokens[kind].forget(sessionId);
    await this.index.remove(session, recordId);
    const partner = this.partners.get(partnerId);
    if (tokens !== undefined && partner !== undefined) this.logouts.tell({ kind, partner, tokens });
  }

  /** Calls with the id of every session that a replica ends. */
  onEnd(listener: (sessionId: string) => void): void {
    for (const tokens of Object.values(this.tokens)) tokens.onForget(listener);
  }

  /** Whether a session is over, by its tokens: unlike its record they are not kept alive by a look. */
  async hasEnded({ sessionId, kind }: Pick<Session, 'sessionId' | 'kind'>): Promise<boolean> {
    return (await this.tokens[kind].state(sessionId)) === 'absent';
  }

  /** Past any copy, and without keeping the session alive. */
  look(recordId: string): Promise<Stored<Session>> {
    return this.records.look(recordId);
  }

  /** Milliseconds since the last use, to within the 5 s in which a replica uses its own copy. */
  async idleFor({ recordId, kind }: Pick<StoredSession, 'recordId' | 'kind'>): Promise<number> {
    return Math.max(0, this.times.idleMs(kind) - (await this.records.timeLeft(recordId)));
  }

  /** How the upstream credentials are that belong to the user, where he has just proved who he is. */
  newCredentials(kind: SessionKind): SessionView['credentials'] {
    return { [this.tokens[kind].upstream]: 'active' };
  }

  /** How the upstream credentials are that belong to the user. */
  async credentials({ sessionId, kind }: Pick<Session, 'sessionId' | 'kind'>): Promise<SessionView['credentials']> {
    const tokens = this.tokens[kind];
    return { [tokens.upstream]: await tokens.state(sessionId) };
  }

  /** Reading is what keeps a session alive: every load moves the idle end. */
  private async load(recordId: string): Promise<Session | undefined> {
    // Whose it is, and so how long it may be idle, is known only once it is read.
    const longestIdleMs = this.times.longestIdleMs();
    const { record } = await this.records.read(recordId, longestIdleMs);
    if (record === undefined) return undefined;
    // The tokens of a changed handle belong to the new one, and live as long as that.
    const isRetired = record.retired === true;
    if (record.endsAt > sharedClock.now()) {
      if (!isRetired) await this.keepAlive(recordId, record, longestIdleMs);
      return record;
    } else if (isRetired) await this.records.delete([recordId]);
    else await this.end({ ...record, recordId });
    return undefined;
  }

  /** The user's tokens live as long as the session: once it has idled out, nobody needs them. */
  private async keepAlive(recordId: string, { sessionId, kind, endsAt }: Session, readMs: number): Promise<void> {
    const idleMs = this.times.idleMs(kind);
    const tokensMs = Math.min(idleMs, endsAt - sharedClock.now());
    await Promise.all([
      idleMs < readMs ? this.records.extend(recordId, idleMs) : undefined,
      this.tokens[kind].extend(sessionId, tokensMs),
    ]);
  }

  /** First the record: what an index names without a record has ended. */
  private async store(session: Session, recordId: string): Promise<void> {
    await this.records.write(recordId, 0, { record: session, ttlMs: this.times.idleMs(session.kind) });
    await this.index.add(session, recordId, session.endsAt);
  }
}
