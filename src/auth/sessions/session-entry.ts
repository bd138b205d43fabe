import { sharedClock } from '../../storage/shared-clock.js';
import type { SessionTransport } from './session-record.js';
import type { Sessions, StoredSession } from './sessions.js';

/** One session in a list of sessions: no token, no handle. Times are ISO 8601. */
export interface SessionEntry {
  id: string;
  transport: SessionTransport;
  createdAt: string;
  /** To within 5 s. */
  lastUsedAt: string;
  /** Used or not, the session ends then. */
  endsAt: string;
}

export async function sessionEntry(session: StoredSession, sessions: Sessions): Promise<SessionEntry> {
  const { sessionId: id, transport, createdAt, endsAt } = session;
  const lastUsedAt = Math.max(createdAt, sharedClock.now() - (await sessions.idleFor(session)));
  return { id, transport, createdAt: iso(createdAt), lastUsedAt: iso(lastUsedAt), endsAt: iso(endsAt) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
