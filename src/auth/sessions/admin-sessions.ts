import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { textField } from '../../common/json.js';
import { AdminServer } from '../../observability/admin.server.js';
import { auditContextOf, AuditLog, userTagOf } from '../../observability/audit.log.js';
import { Partners } from '../callers/partners.js';
import { SessionDirectory } from './directory.js';
import { type SessionEntry, sessionEntry } from './session-entry.js';
import type { SessionKind } from '../../common/caller-kinds.js';
import { indexOfPartner, indexOfUser } from './session-index.js';
import { type SessionView, userView } from './session.view.js';
import { Sessions, type StoredSession } from './sessions.js';

/** How many sessions of a partner one answer names. */
const LISTED = 1000;
const AT_ONCE = 100;

interface Selection {
  /** Id or login name. */
  user?: string;
  partner?: string;
}

interface ListedSession extends SessionEntry {
  partner: string;
  caller: SessionKind;
  user: SessionView['user'];
}

/** `/ops/sessions`: who is logged in, and an end to it. */
@Injectable()
export class AdminSessions {
  constructor(
    admin: AdminServer,
    private readonly sessions: Sessions,
    private readonly directory: SessionDirectory,
    private readonly partners: Partners,
    private readonly audit: AuditLog,
  ) {
    admin.page('/ops/sessions', ({ query }) => this.list(this.selectionOf(query)));
    admin.removal('/ops/sessions', (request) => this.end(request));
  }

  private async list(selection: Selection): Promise<{ count: number; sessions: ListedSession[] }> {
    const found = await Promise.all(this.indexesOf(selection).map((index) => this.directory.list(index, LISTED)));
    const sessions = found.flat().filter(({ retired }) => retired !== true);
    return { count: sessions.length, sessions: await Promise.all(sessions.map((session) => this.listed(session))) };
  }

  private async end(request: FastifyRequest): Promise<{ ended: number }> {
    const selection = this.selectionOf(request.query);
    const { user, partner } = selection;
    if (user === undefined && partner === undefined && textField(request.query, 'all') !== 'true') {
      throw refused(400, 'name a user, a partner, or all=true');
    }
    let count = 0;
    for (const index of this.indexesOf(selection)) {
      count += (await this.directory.endAll(() => this.directory.list(index, AT_ONCE))).length;
    }
    this.audit.write('admin_sessions_ended', {
      ...auditContextOf(request),
      admin: request.admin,
      by: user !== undefined ? 'user' : partner !== undefined ? 'partner' : 'all',
      ...(partner !== undefined && { partner }),
      ...(user !== undefined && { user: userTagOf(user) }),
      count,
    });
    return { ended: count };
  }

  private indexesOf({ user, partner }: Selection): string[] {
    const partners = partner === undefined ? this.partners.ids : [partner];
    return partners.map((id) => (user === undefined ? indexOfPartner(id) : indexOfUser(id, user)));
  }

  private async listed(session: StoredSession): Promise<ListedSession> {
    const { partnerId: partner, kind: caller } = session;
    return { ...(await sessionEntry(session, this.sessions)), partner, caller, user: userView(session) };
  }

  /** Strict: a misspelt selection must not end more than was meant. */
  private selectionOf(query: unknown): Selection {
    const [user, partner] = [textField(query, 'user'), textField(query, 'partner')];
    const known = ['user', 'partner', 'all'];
    const given = Object.entries(query ?? {});
    if (given.some(([name, value]) => !known.includes(name) || typeof value !== 'string' || value === '')) {
      throw refused(400, `only ${known.join(', ')} can be given, each once and not empty`);
    }
    if (partner !== undefined && this.partners.get(partner) === undefined) throw refused(404, 'no such partner');
    return { ...(user !== undefined && { user }), ...(partner !== undefined && { partner }) };
  }
}

/** Fastify answers with its status and message. */
function refused(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
