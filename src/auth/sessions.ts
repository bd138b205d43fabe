import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tokens } from '../clients/tokens/token-outcome.js';
import { Settings } from '../config/settings.js';
import { CardholderTokens } from '../credentials/cardholder-tokens.js';
import { OperatorTokens } from '../credentials/operator-tokens.js';
import type { UserTokens } from '../credentials/user-tokens.js';
import type { EncryptedRecords } from '../storage/encrypted-records.js';
import { RecordsFactory } from '../storage/records.factory.js';
import { Problem } from '../problems/problem.js';
import type { SessionCaller } from './caller.js';
import { newHandle, recordIdOf } from './session.handle.js';
import { parseSession, type Session, type SessionKind, type SessionUser } from './session.js';
import type { SessionView } from './session.view.js';

interface NewSession {
  partnerId: string;
  owner: SessionUser;
  /** The user's own upstream tokens. */
  tokens: Tokens;
}

export interface OpenedSession {
  handle: string;
  session: Session;
}

/** Milliseconds for which a changed handle still reads. */
const GRACE_MS = 5000;

/** The gateway's sessions: opened by a login, kept alive by calls, ended by a logout or by time. */
@Injectable()
export class Sessions {
  private readonly records: EncryptedRecords<Session>;
  private readonly tokens: Readonly<Record<SessionKind, UserTokens>>;
  private readonly idleMs: number;
  private readonly absoluteMs: number;

  constructor(records: RecordsFactory, operator: OperatorTokens, cardholder: CardholderTokens, { sessions }: Settings) {
    this.records = records.create({ name: 'session', parse: parseSession });
    this.tokens = { operator, cardholder };
    this.idleMs = sessions.idleSeconds * 1000;
    this.absoluteMs = sessions.absoluteSeconds * 1000;
  }

  async open({ partnerId, owner, tokens }: NewSession): Promise<OpenedSession> {
    const handle = newHandle();
    const session = { sessionId: randomUUID(), partnerId, ...owner, endsAt: Date.now() + this.absoluteMs };
    await this.tokens[owner.kind].keep(session.sessionId, tokens);
    await this.records.write(recordIdOf(handle), 0, { record: session, ttlMs: Math.min(this.idleMs, this.absoluteMs) });
    return { handle, session };
  }

  /** The session of a record id, at once where this process has a copy that is at most 5 s old. */
  find(recordId: string): Session | Promise<Session | undefined> {
    const copy = this.records.peek(recordId);
    if (copy !== undefined && copy.endsAt > Date.now()) return copy;
    return this.load(recordId);
  }

  /**
   * Gives a new handle for an old one. The old one reads for 5 s more, so that what is under way does not fail.
   *
   * @throws Problem `session_invalid` where the session has ended meanwhile
   */
  async rotate({ recordId }: Pick<SessionCaller, 'recordId'>, stepUpUntil: number): Promise<OpenedSession> {
    const { version, record } = await this.records.readFresh(recordId);
    if (record === undefined) throw new Problem('session_invalid');
    const handle = newHandle();
    const session: Session = { ...record, stepUpUntil, previousRecordId: recordId };
    const ttlMs = Math.min(this.idleMs, record.endsAt - Date.now());
    await this.records.write(recordIdOf(handle), 0, { record: session, ttlMs });
    const retired: Session = { ...record, retired: true, endsAt: Date.now() + GRACE_MS };
    const isOurs = await this.records.write(recordId, version, { record: retired, ttlMs: GRACE_MS });
    if (isOurs !== undefined) return { handle, session };
    // A logout was first: it must not be undone.
    await this.records.delete([recordIdOf(handle)]);
    throw new Problem('session_invalid');
  }

  /** Puts the tokens of an elevated upstream session in place of the user's own. */
  elevate({ sessionId, kind }: Pick<SessionCaller, 'sessionId' | 'kind'>, tokens: Tokens): Promise<void> {
    return this.tokens[kind].replace(sessionId, tokens);
  }

  async end(session: Pick<SessionCaller, 'recordId' | 'sessionId' | 'kind' | 'previousRecordId'>): Promise<void> {
    const { recordId, previousRecordId, sessionId, kind } = session;
    await this.records.delete(previousRecordId === undefined ? [recordId] : [recordId, previousRecordId]);
    await this.tokens[kind].forget(sessionId);
  }

  /** How the upstream credentials are that belong to the user. */
  async credentials({ sessionId, kind }: Pick<Session, 'sessionId' | 'kind'>): Promise<SessionView['credentials']> {
    const tokens = this.tokens[kind];
    return { [tokens.upstream]: await tokens.state(sessionId) };
  }

  /** Reading is what keeps a session alive: every load moves the idle end. */
  private async load(recordId: string): Promise<Session | undefined> {
    const { record } = await this.records.read(recordId, this.idleMs);
    if (record === undefined || record.endsAt > Date.now()) return record;
    // The tokens of a changed handle belong to the new one.
    if (record.retired === true) await this.records.delete([recordId]);
    else await this.end({ ...record, recordId });
    return undefined;
  }
}
