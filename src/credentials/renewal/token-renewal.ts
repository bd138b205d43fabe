import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { TokenOutcome, Tokens } from '../../clients/migo/token-outcome.js';
import { AuditLog } from '../../observability/audit.log.js';
import { Metrics } from '../../observability/metrics.js';
import { Problem } from '../../problems/problem.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { markRefreshing, type RenewalCase, settle, writeRecord } from './renewal-record.js';
import { RenewalPauses } from './renewal-pauses.js';
import { isUsable, tokensOf } from '../token-record.js';
import type { TokenSource } from '../token-source.js';

/** How long the mark of another replica is left alone where it would cost a session: a store that is back hears of the outcome in that time. */
const GRACE_MS = 2000;

type Failed = Extract<TokenOutcome, { kind: 'unavailable' | 'unknown' }>;

/** One renewal by the owner of the lease: refresh where that is safe, log in where it is not, end the record only on a definite no. */
@Injectable()
export class TokenRenewal {
  private readonly pauses = new RenewalPauses();

  constructor(
    private readonly metrics: Metrics,
    private readonly audit: AuditLog,
  ) {}

  /** Whether a renewal would be refused now, because the last one has just failed. */
  isPaused(source: TokenSource): boolean {
    return this.pauses.isPaused(source);
  }

  /** Undefined where the record has changed meanwhile: read it again. */
  async run(renewal: RenewalCase): Promise<Tokens | undefined> {
    const { source, stored } = renewal;
    this.pauses.respect(source);
    const current = tokensOf(stored.record);
    const refreshToken = stored.record?.state === 'active' ? liveRefreshToken(current) : undefined;
    if (refreshToken === undefined || current === undefined) {
      // The mark of an owner that died with the outcome unknown, or that cannot reach the store.
      if (stored.record?.state === 'refreshing' && source.login === undefined) await sleep(GRACE_MS);
      return this.startOver(renewal);
    }
    const marked = await markRefreshing(renewal, current);
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
    const { source, stored, records } = renewal;
    if (source.login === undefined) {
      if (stored.version > 0) {
        const ended = await writeRecord(renewal, { state: 'reauth_required' });
        if (ended === undefined) return undefined;
        this.audit.write('refresh_refused', { upstream: source.upstream, record: source.id });
      }
      throw new Problem('session_expired', { upstream: source.upstream });
    }
    // Paused for longer than its lease, this process is not the owner any more: what another one has stored is good.
    if ((await records.readFresh(source.id)).version !== stored.version) return undefined;
    const outcome = await this.call(source, 'login', source.login);
    switch (outcome.kind) {
      case 'ok':
        return this.keep(renewal, outcome.tokens);
      case 'refused':
        throw this.pauses.afterRefusal(source);
      case 'unknown':
      case 'unavailable':
        throw this.pauses.afterFailure(source, outcome.cause);
    }
  }

  /** The refresh token may still be good: take the mark away, and use the access token for as long as it lasts (docs/adr/0008). */
  private async goOnWith(renewal: RenewalCase, current: Tokens, { kind, cause }: Failed): Promise<Tokens | undefined> {
    const failure = this.pauses.afterFailure(renewal.source, cause);
    const inDoubt = kind === 'unknown';
    const written = await settle(renewal, { state: 'active', tokens: current, ...(inDoubt && { inDoubt }) });
    if (written === undefined) return undefined;
    if (isUsable(current)) return current;
    throw failure;
  }

  private async keep(renewal: RenewalCase, tokens: Tokens): Promise<Tokens | undefined> {
    this.pauses.end(renewal.source);
    return (await settle(renewal, { state: 'active', tokens })) && tokens;
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
}

function liveRefreshToken(tokens: Tokens | undefined): string | undefined {
  if (tokens?.refreshToken === undefined) return undefined;
  return (tokens.refreshExpiresAt ?? Infinity) > sharedClock.now() ? tokens.refreshToken : undefined;
}

function refreshPart({ refreshToken, refreshExpiresAt }: Tokens): Partial<Tokens> {
  return {
    ...(refreshToken !== undefined && { refreshToken }),
    ...(refreshExpiresAt !== undefined && { refreshExpiresAt }),
  };
}
