import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Tokens } from '../clients/migo/token-outcome.js';
import { type ContextLogger, Loggers } from '../observability/logger.js';
import { Problem } from '../problems/problem.js';
import type { EncryptedRecords } from '../storage/encrypted-records.js';
import { KeyValueStore } from '../storage/key-value-store.js';
import { RecordsFactory } from '../storage/records.factory.js';
import { Lease } from '../storage/lease.js';
import { sharedClock } from '../storage/shared-clock.js';
import { EarlyRenewals } from './renewal/early-renewals.js';
import { PATIENCE_MS, unavailable, withPatience } from './renewal/patience.js';
import { isUsable, parseTokenRecord, type TokenRecord, tokensOf, wantsRenewal } from './token-record.js';
import { TokenRenewal } from './renewal/token-renewal.js';
import type { TokenSource } from './token-source.js';

const POLL_MS = 100;
/** Longer than any token call with its lease: whoever waits so long for another replica gives up. */
const GIVE_UP_MS = 45_000;
/** How long a shutdown waits for renewals, in milliseconds: what they bring would be lost. */
const SHUTDOWN_MS = 7000;

/** Keeps upstream tokens, and sees to it that a refresh token is never sent twice. Design: docs/tokens-and-sessions.md. */
@Injectable()
export class TokenVault implements OnApplicationShutdown {
  private readonly records: EncryptedRecords<TokenRecord>;
  private readonly renewals = new Map<string, Promise<Tokens>>();
  private readonly early = new EarlyRenewals();
  private readonly logger: ContextLogger;

  constructor(
    records: RecordsFactory,
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly renewal: TokenRenewal,
    loggers: Loggers,
  ) {
    this.records = records.create({ name: 'token', parse: parseTokenRecord, firstVersion: () => sharedClock.now() });
    this.logger = loggers.of();
  }

  /**
   * A token that may be sent, where this process has a copy.
   *
   * @throws Problem `session_expired`
   */
  readyToken(source: TokenSource): string | undefined {
    return this.usable(source, this.records.peek(source.id));
  }

  /**
   * A token that may be sent, without a round trip where this process has a copy. `rejected` is one that Migo has just answered with 401: any other is taken.
   *
   * @throws Problem `credential_unavailable`, `session_expired`, `upstream_refused_credential`
   * @throws StoreUnavailableError
   */
  async accessToken(source: TokenSource, rejected?: string): Promise<string> {
    const stored = this.usable(source, (await this.records.read(source.id)).record, rejected);
    if (stored !== undefined) return stored;
    const { accessToken } = await withPatience(this.renewOnce(source, rejected), source);
    // The token endpoint is away and the old token is all there is: sending it again would be refused again.
    if (accessToken === rejected) throw unavailable(source);
    return accessToken;
  }

  private usable(source: TokenSource, record: TokenRecord | undefined, rejected?: string): string | undefined {
    const tokens = liveTokens(source, record);
    const now = sharedClock.now();
    if (tokens === undefined || tokens.accessToken === rejected || !isUsable(tokens, now)) return undefined;
    if (wantsRenewal(record, now)) this.renewEarly(source);
    return tokens.accessToken;
  }

  /** Keeps the tokens of a login that a user made. */
  async keep(source: TokenSource, tokens: Tokens): Promise<void> {
    await this.records.write(source.id, 0, { record: { state: 'active', tokens }, ttlMs: source.ttlMs() });
  }

  /**
   * Puts other tokens in place of a user's, between two renewals and never during one: it would lose what the renewal brings.
   *
   * @throws Problem `credential_unavailable`
   */
  async replace(source: TokenSource, tokens: Tokens): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (performance.now() < giveUpAt) {
      const lease = await Lease.acquire(this.store, this.records.key(source.id));
      try {
        if (lease !== undefined && (await this.replaceLeased(source, tokens))) return;
      } finally {
        await lease?.release();
      }
      await sleep(POLL_MS);
    }
    throw unavailable(source);
  }

  private async replaceLeased(source: TokenSource, tokens: Tokens): Promise<boolean> {
    const { version, record } = await this.records.readFresh(source.id);
    if (record?.state !== 'active') return record?.state !== 'refreshing';
    // Without a refresh token of its own, the new access token lives on with the old one.
    const inDoubt = record.inDoubt === true && tokens.refreshToken === undefined;
    const next: TokenRecord = {
      state: 'active',
      tokens: { ...record.tokens, ...tokens },
      ...(inDoubt && { inDoubt }),
    };
    return (await this.records.write(source.id, version, { record: next, ttlMs: source.ttlMs() })) !== undefined;
  }

  /** What is stored, without a renewal. */
  async stored(id: string): Promise<TokenRecord | undefined> {
    return (await this.records.read(id)).record;
  }

  /** Moves the end of a record to `ttlMs` from now. */
  extend(id: string, ttlMs: number): Promise<void> {
    return this.records.extend(id, ttlMs);
  }

  async forget(ids: readonly string[]): Promise<void> {
    await this.records.delete(ids);
  }

  /** Calls with the id of every record that some replica forgets. */
  onForget(listener: (id: string) => void): void {
    this.records.onDelete(listener);
  }

  async onApplicationShutdown(): Promise<void> {
    const ended = new AbortController();
    const patience = sleep(SHUTDOWN_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    await Promise.race([Promise.allSettled(this.renewals.values()), patience]);
    ended.abort();
  }

  /** Not now, where it is not the turn of this record: the next call for it asks again. */
  private renewEarly(source: TokenSource): void {
    const { id, upstream } = source;
    if (this.renewals.has(id) || this.renewal.isPaused(source)) return;
    this.early.run(upstream, () =>
      this.renewOnce(source).catch((error: unknown) => {
        this.logger.warn({ upstream, err: error }, 'early refresh failed');
      }),
    );
  }

  private renewOnce(source: TokenSource, rejected?: string): Promise<Tokens> {
    const running = this.renewals.get(source.id);
    if (running !== undefined) return running;
    const renewal = this.renew(source, rejected).finally(() => this.renewals.delete(source.id));
    this.renewals.set(source.id, renewal);
    return renewal;
  }

  private async renew(source: TokenSource, rejected?: string): Promise<Tokens> {
    const giveUpAt = performance.now() + GIVE_UP_MS;
    while (performance.now() < giveUpAt) {
      const lease = await Lease.acquire(this.store, this.records.key(source.id));
      try {
        // Whoever held the lease before may have stored what is wanted: look again before anything is sent.
        const stored = await this.records.readFresh(source.id);
        const tokens = liveTokens(source, stored.record);
        if (tokens !== undefined && isUsable(tokens) && isRenewed(stored.record, rejected)) return tokens;
        const renewed = lease && (await this.renewal.run({ source, stored, records: this.records }));
        if (renewed !== undefined) return renewed;
      } finally {
        await lease?.release();
      }
      await sleep(POLL_MS);
    }
    throw unavailable(source);
  }
}

/** @throws Problem `session_expired` where the record has ended: nothing is asked for or written any more */
function liveTokens({ upstream }: TokenSource, record: TokenRecord | undefined): Tokens | undefined {
  if (record?.state === 'reauth_required') throw new Problem('session_expired', { upstream });
  return tokensOf(record);
}

/** After a 401 any other token will do; else only one that is not about to be refreshed itself. */
function isRenewed(record: TokenRecord | undefined, rejected: string | undefined): boolean {
  return rejected === undefined ? !wantsRenewal(record) : tokensOf(record)?.accessToken !== rejected;
}
