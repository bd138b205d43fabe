import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { SessionKind } from '../common/caller-kinds.js';
import type { AuditSettings } from '../config/sections/audit.settings.js';
import { AuditChain } from './audit.chain.js';

/** Where a request came from. */
export interface AuditContext {
  /** Of the client, through trusted proxies only. */
  address: string;
  requestId: string;
}

interface AuditOfUser extends AuditContext {
  partner: string;
  kind: SessionKind;
  /** From `userTagOf`. */
  user: string;
}

export interface AuditOfSession extends AuditOfUser {
  /** Id of the session; unlike the handle it proves nothing. */
  session: string;
}

/** Of a session, of somebody without one yet, or of a service client; of a client that is not known, nothing but where it is. */
export interface AuditOfCaller
  extends AuditContext, Partial<Pick<AuditOfSession, 'partner' | 'kind' | 'user' | 'session'>> {
  client?: string;
}

/** A call of a route. */
interface AuditOfCall extends AuditOfCaller {
  route: string;
  status: number;
  problem?: string;
  /** Ids in the path; a person's as `userTagOf`. */
  resources?: Readonly<Record<string, string>>;
}

/** Every security event with its fields: a closed set, so that nothing else can reach a line. */
interface AuditEvents {
  /** A call that was no read, and succeeded. */
  call: AuditOfCall;
  call_failed: AuditOfCall;
  /** Whether it had an effect is not known, or nobody was told. */
  call_unknown: AuditOfCall;
  /** A call, also a read, that was refused for who made it: without a login, with a handle that is none, without the right. */
  call_refused: AuditOfCall;
  login: AuditOfSession;
  login_refused: AuditOfUser & { upstream: string };
  client_refused: AuditContext & { partner?: string; client?: string };
  logout: AuditOfSession;
  /** One of the user's own sessions, from another one. */
  session_ended: AuditOfSession;
  /** A call of `/ops` without a token that is known, or by a name that is not. */
  admin_refused: AuditContext & { reason: 'host' | 'token' };
  /** From the admin port; `admin` is the id of the token, or `local`. */
  admin_sessions_ended: AuditContext & {
    admin: string;
    by: 'user' | 'partner' | 'all';
    partner?: string;
    user?: string;
    count: number;
  };
  step_up: AuditOfCaller;
  otp_refused: AuditOfCaller & { upstream: string };
  /** Too many wrong codes, passwords or secrets: no more are tried for a while. `limit` is the one of the settings. */
  lock: AuditOfCaller & { limit: string };
  /** An upstream has definitely refused to renew a user's tokens. */
  refresh_refused: { upstream: string; record: string };
  /** `altered`: changed, moved, or written with a key that is gone. `replayed`: an older version was put back. */
  record_undecipherable: { record: string; reason: 'altered' | 'replayed' };
  /** While the gateway ran. Paths, and no value. */
  settings_changed: { by: 'file' | 'signal'; changed: readonly string[] };
  settings_refused: { by: 'file' | 'signal'; wrong: readonly string[] };
  /** Lines of this log before this one that were lost: nobody read them, or they could not be written. */
  lines_lost: { count: number };
}

type AuditEvent = keyof AuditEvents;

type Outcome = 'success' | 'refused' | 'failed' | 'unknown';

const OUTCOMES: Readonly<Record<AuditEvent, Outcome>> = {
  call: 'success',
  call_failed: 'failed',
  call_unknown: 'unknown',
  call_refused: 'refused',
  login: 'success',
  login_refused: 'refused',
  client_refused: 'refused',
  logout: 'success',
  session_ended: 'success',
  admin_refused: 'refused',
  admin_sessions_ended: 'success',
  step_up: 'success',
  otp_refused: 'refused',
  lock: 'refused',
  refresh_refused: 'refused',
  record_undecipherable: 'refused',
  settings_changed: 'success',
  settings_refused: 'refused',
  lines_lost: 'failed',
};

/** Milliseconds between two attempts to tell of lines that were lost. */
const TELL_EVERY_MS = 1000;

export interface AuditSink {
  level: AuditSettings['level'];
  /** False where the line is lost. */
  write: (line: string) => boolean;
  /** Code of the system while nothing can be written. */
  fault?: () => string | undefined;
  /** How many lines are not written, but those on standard output. */
  left?: () => number;
  /** Where it is a file, which may have been moved away. */
  reopen?: () => void;
}

/** The security events, one line each: who did what from where, and no secret. */
export class AuditLog {
  private readonly chain = new AuditChain();
  private lost = 0;
  private telling: NodeJS.Timeout | undefined;
  /** Called for each line that is lost. */
  onLost: () => void = () => undefined;

  constructor(private readonly sink: AuditSink) {}

  write<Event extends AuditEvent>(event: Event, facts: AuditEvents[Event]): void {
    const outcome = OUTCOMES[event];
    const level = outcome === 'success' ? 'info' : 'warn';
    if (this.sink.level === 'silent' || (this.sink.level === 'warn' && level === 'info')) return;
    const head = { level, time: new Date().toISOString(), context: AuditLog.name, audit: true, event, outcome };
    if (this.sink.write(`${this.chain.link({ ...head, ...facts, msg: 'security event' })}\n`)) return;
    this.lost += 1;
    this.onLost();
    this.telling ??= setInterval(() => {
      this.tellOfLost();
    }, TELL_EVERY_MS).unref();
  }

  /** Code of the system, such as ENOSPC, while lines wait because none can be written. */
  get fault(): string | undefined {
    return this.sink.fault?.();
  }

  /** Goes on in a file of the same name, after the one in use was moved away (logrotate). */
  reopen(): void {
    this.sink.reopen?.();
  }

  /** As soon as a line gets through; one that does not is one of those that are told of. */
  private tellOfLost(): void {
    const count = this.lost;
    this.write('lines_lost', { count });
    if (this.lost > count) return;
    this.lost = 0;
    clearInterval(this.telling);
    this.telling = undefined;
  }
}

export function auditContextOf({ clientAddress, id }: Pick<FastifyRequest, 'clientAddress' | 'id'>): AuditContext {
  return { address: clientAddress, requestId: id };
}

/** Tells users apart in the log without naming them: too short a hash to find out what was hashed. */
export function userTagOf(loginName: string): string {
  return hash('sha256', loginName.toLowerCase(), 'hex').slice(0, 8);
}
