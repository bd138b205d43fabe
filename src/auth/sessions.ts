import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tokens } from '../clients/tokens/token-outcome.js';
import { Settings } from '../config/settings.js';
import { OperatorTokens } from '../credentials/operator-tokens.js';
import type { EncryptedRecords } from '../storage/encrypted-records.js';
import { RecordsFactory } from '../storage/records.factory.js';
import { newHandle, recordIdOf } from './session.handle.js';
import { parseSession, type Session, type SessionUser } from './session.js';

interface NewSession {
  partnerId: string;
  user: SessionUser;
  /** The operator's own CMS tokens. */
  tokens: Tokens;
}

/** The gateway's sessions: opened by a login, kept alive by calls, ended by a logout or by time. */
@Injectable()
export class Sessions {
  private readonly records: EncryptedRecords<Session>;
  private readonly idleMs: number;
  private readonly absoluteMs: number;

  constructor(
    records: RecordsFactory,
    private readonly operatorTokens: OperatorTokens,
    { sessions }: Settings,
  ) {
    this.records = records.create({ name: 'session', parse: parseSession });
    this.idleMs = sessions.idleSeconds * 1000;
    this.absoluteMs = sessions.absoluteSeconds * 1000;
  }

  async open({ partnerId, user, tokens }: NewSession): Promise<{ handle: string; session: Session }> {
    const handle = newHandle();
    const session = { sessionId: randomUUID(), partnerId, user, endsAt: Date.now() + this.absoluteMs };
    await this.operatorTokens.keep(session.sessionId, tokens);
    await this.records.write(recordIdOf(handle), 0, { record: session, ttlMs: Math.min(this.idleMs, this.absoluteMs) });
    return { handle, session };
  }

  /** The session of a record id, at once where this process has a copy that is at most 5 s old. */
  find(recordId: string): Session | Promise<Session | undefined> {
    const copy = this.records.peek(recordId);
    if (copy !== undefined && copy.endsAt > Date.now()) return copy;
    return this.load(recordId);
  }

  async end(recordId: string, sessionId: string): Promise<void> {
    await this.records.delete([recordId]);
    await this.operatorTokens.forget(sessionId);
  }

  /** Reading is what keeps a session alive: every load moves the idle end. */
  private async load(recordId: string): Promise<Session | undefined> {
    const { record } = await this.records.read(recordId, this.idleMs);
    if (record === undefined || record.endsAt > Date.now()) return record;
    await this.end(recordId, record.sessionId);
    return undefined;
  }
}
