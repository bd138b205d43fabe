import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tokens } from '../clients/tokens/token-outcome.js';
import { Settings } from '../config/settings.js';
import { CardholderTokens } from '../credentials/cardholder-tokens.js';
import { OperatorTokens } from '../credentials/operator-tokens.js';
import type { UserTokens } from '../credentials/user-tokens.js';
import type { EncryptedRecords } from '../storage/encrypted-records.js';
import { RecordsFactory } from '../storage/records.factory.js';
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

  async end({ recordId, sessionId, kind }: Pick<SessionCaller, 'recordId' | 'sessionId' | 'kind'>): Promise<void> {
    await this.records.delete([recordId]);
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
    await this.end({ ...record, recordId });
    return undefined;
  }
}
