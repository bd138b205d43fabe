import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { TokenOutcome, Tokens } from '../clients/tokens/token-outcome.js';
import { AuditLog } from '../observability/audit.log.js';
import { Metrics } from '../observability/metrics.js';
import { Problem } from '../problems/problem.js';
import type { EncryptedRecords, Stored } from '../storage/encrypted-records.js';
import { StoreUnavailableError } from '../storage/key-value-store.js';
import { isUsable, type TokenRecord, tokensOf } from './token-record.js';
import type { TokenSource } from './token-source.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
const KEEP_TRYING_MS = 20_000;

interface RenewalCase {
  source: TokenSource;
  stored: Stored<TokenRecord>;
  records: EncryptedRecords<TokenRecord>;
}

interface Pause {
  until: number;
  ms: number;
  /** Migo has refused the login: asking again would get the same answer, or lock the account. */
  refused: boolean;
}

/** One renewal by the owner of the lease: refresh where that is safe, log in where it is not, end the record only on a definite no. */
@Injectable()
export class TokenRenewal {
  private readonly pauses = new LRUCache<string, Pause>({ max: 10_000, ttl: 60_000 });

  constructor(
    private readonly metrics: Metrics,
    private readonly audit: AuditLog,
  ) {}

  /** Undefined where the record has changed meanwhile: read it again. */
  async run(renewal: RenewalCase): Promise<Tokens | undefined> {
    const { source, stored } = renewal;
    this.respectPause(source);
    const current = tokensOf(stored.record);
    const refreshToken = stored.record?.state === 'active' ? liveRefreshToken(current) : undefined;
    // No refresh token, or the mark of an owner that died with the outcome unknown: sending it again might end the family.
    if (refreshToken === undefined || current === undefined) return this.startOver(renewal);

    const marked = await this.write(renewal, { state: 'refreshing', tokens: current });
    if (marked === undefined) return undefined;
    const outcome = await this.call(source, 'refresh', () => source.refresh(refreshToken));
    const next = { ...renewal, stored: marked };
    switch (outcome.kind) {
      case 'ok':
        // A server that does not rotate sends no new refresh token: the old one stays good.
        return this.keep(next, { ...refreshPart(current), ...outcome.tokens });
      case 'refused':
        return this.startOver(next);
      case 'unknown':
        return source.login === undefined ? this.goOnWith(next, current, outcome) : this.startOver(next);
      case 'unavailable':
        return this.goOnWith(next, current, outcome);
    }
  }

  /** Log in again, or end the record of a user, who must do that. */
  private async startOver(renewal: RenewalCase): Promise<Tokens | undefined> {
    const { source } = renewal;
    if (source.login === undefined) {
      if (renewal.stored.version > 0) {
        const ended = await this.write(renewal, { state: 'reauth_required' });
        if (ended === undefined) return undefined;
        this.audit.write('refresh_refused', { upstream: source.upstream, record: source.id });
      }
      throw new Problem('session_expired', { upstream: source.upstream });
    }
    const outcome = await this.call(source, 'login', source.login);
    switch (outcome.kind) {
      case 'ok':
        return this.keep(renewal, outcome.tokens);
      case 'refused':
        this.pause(source, true);
        throw refusedFor(source);
      case 'unknown':
      case 'unavailable':
        throw this.unavailable(source, outcome.cause);
    }
  }

  /** The refresh token may still be good: take the mark away, and use the access token for as long as it lasts. */
  private async goOnWith(
    renewal: RenewalCase,
    current: Tokens,
    outcome: Extract<TokenOutcome, { cause?: unknown }>,
  ): Promise<Tokens> {
    await this.write(renewal, { state: 'active', tokens: current });
    const failure = this.unavailable(renewal.source, outcome.cause);
    if (isUsable(current)) return current;
    throw failure;
  }

  /** The only copy of rotated tokens is in our hands now: a store that is away for a moment must not cost the session. */
  private async keep(renewal: RenewalCase, tokens: Tokens): Promise<Tokens | undefined> {
    this.pauses.delete(renewal.source.id);
    const giveUpAt = Date.now() + KEEP_TRYING_MS;
    for (;;) {
      try {
        return (await this.write(renewal, { state: 'active', tokens })) && tokens;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || Date.now() > giveUpAt) throw error;
        await sleep(FIRST_PAUSE_MS);
      }
    }
  }

  private write(
    { source, stored, records }: RenewalCase,
    record: TokenRecord,
  ): Promise<Stored<TokenRecord> | undefined> {
    return records.write(source.id, stored.version, { record, ttlMs: source.ttlMs() });
  }

  private async call(
    { upstream }: TokenSource,
    kind: 'login' | 'refresh',
    send: () => Promise<TokenOutcome>,
  ): Promise<TokenOutcome> {
    const outcome = await send();
    this.metrics.tokenCalls.inc({ upstream, kind, outcome: outcome.kind });
    return outcome;
  }

  private respectPause(source: TokenSource): void {
    const pause = this.pauses.get(source.id);
    if (pause === undefined || Date.now() >= pause.until) return;
    throw pause.refused ? refusedFor(source) : unavailableFor(source, pause.until - Date.now());
  }

  private pause(source: TokenSource, refused = false): number {
    const next = Math.min((this.pauses.get(source.id)?.ms ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
    const ms = (refused ? source.refusedPauseMs : undefined) ?? next;
    this.pauses.set(source.id, { ms, until: Date.now() + ms, refused });
    return ms;
  }

  private unavailable(source: TokenSource, cause: unknown): Problem {
    return unavailableFor(source, this.pause(source), cause);
  }
}

function unavailableFor({ upstream }: TokenSource, ms: number, cause?: unknown): Problem {
  const headers = { 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) };
  return new Problem('credential_unavailable', { upstream, headers, cause });
}

function refusedFor({ upstream }: TokenSource): Problem {
  return new Problem('upstream_refused_credential', { upstream });
}

function liveRefreshToken(tokens: Tokens | undefined): string | undefined {
  if (tokens?.refreshToken === undefined) return undefined;
  return (tokens.refreshExpiresAt ?? Infinity) > Date.now() ? tokens.refreshToken : undefined;
}

function refreshPart({ refreshToken, refreshExpiresAt }: Tokens): Partial<Tokens> {
  return {
    ...(refreshToken !== undefined && { refreshToken }),
    ...(refreshExpiresAt !== undefined && { refreshExpiresAt }),
  };
}
