import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Tokens } from '../clients/tokens/token-outcome.js';
import { Problem } from '../problems/problem.js';
import type { EncryptedRecords } from '../storage/encrypted-records.js';
import { KeyValueStore } from '../storage/key-value-store.js';
import { RecordsFactory } from '../storage/records.factory.js';
import { Lease } from './lease.js';
import { isDue, isUsable, parseTokenRecord, type TokenRecord, type TokenState, tokensOf } from './token-record.js';
import { TokenRenewal } from './token-renewal.js';
import type { TokenSource } from './token-source.js';

/** How long a caller waits for a token, in milliseconds. The renewal itself goes on. */
const PATIENCE_MS = 6000;
const POLL_MS = 100;
/** Longer than any token call with its lease: whoever waits so long for another replica gives up. */
const GIVE_UP_MS = 45_000;

/** Keeps upstream tokens, and sees to it that a refresh token is never sent twice. Design: docs/architecture.md. */
@Injectable()
export class TokenVault {
  private readonly records: EncryptedRecords<TokenRecord>;
  private readonly renewals = new Map<string, Promise<Tokens>>();

  constructor(
    records: RecordsFactory,
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly renewal: TokenRenewal,
    private readonly logger: PinoLogger,
  ) {
    this.records = records.create({ name: 'token', parse: parseTokenRecord });
  }

  /**
   * A token that may be sent, at once where this process has a copy. `rejected` is one that Migo has just answered with 401: any other is taken.
   *
   * @throws Problem `credential_unavailable`, `session_expired`, `upstream_refused_credential`
   * @throws StoreUnavailableError
   */
  accessToken(source: TokenSource, rejected?: string): string | Promise<string> {
    return this.usable(source, this.records.peek(source.id), rejected) ?? this.load(source, rejected);
  }

  private usable(source: TokenSource, record: TokenRecord | undefined, rejected?: string): string | undefined {
    const tokens = tokensOf(record);
    if (tokens === undefined || tokens.accessToken === rejected || !isUsable(tokens)) return undefined;
    if (isDue(tokens)) this.renewInBackground(source);
    return tokens.accessToken;
  }

  private async load(source: TokenSource, rejected?: string): Promise<string> {
    const stored = this.usable(source, (await this.records.read(source.id)).record, rejected);
    if (stored !== undefined) return stored;
    const { accessToken } = await withPatience(this.renewOnce(source, rejected), source);
    // The token endpoint is away and the old token is all there is: sending it again would be refused again.
    if (accessToken === rejected) throw unavailable(source);
    return accessToken;
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
    const giveUpAt = Date.now() + PATIENCE_MS;
    while (Date.now() < giveUpAt) {
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
    const next: TokenRecord = { state: 'active', tokens: { ...record.tokens, ...tokens } };
    return (await this.records.write(source.id, version, { record: next, ttlMs: source.ttlMs() })) !== undefined;
  }

  async state(id: string): Promise<TokenState> {
    return (await this.records.read(id)).record?.state ?? 'absent';
  }

  async forget(ids: readonly string[]): Promise<void> {
    await this.records.delete(ids);
  }

  private renewInBackground(source: TokenSource): void {
    this.renewOnce(source).catch((error: unknown) => {
      this.logger.warn({ upstream: source.upstream, err: error }, 'early refresh failed');
    });
  }

  private renewOnce(source: TokenSource, rejected?: string): Promise<Tokens> {
    const running = this.renewals.get(source.id);
    if (running !== undefined) return running;
    const renewal = this.renew(source, rejected).finally(() => this.renewals.delete(source.id));
    this.renewals.set(source.id, renewal);
    return renewal;
  }

  private async renew(source: TokenSource, rejected?: string): Promise<Tokens> {
    const giveUpAt = Date.now() + GIVE_UP_MS;
    while (Date.now() < giveUpAt) {
      const lease = await Lease.acquire(this.store, this.records.key(source.id));
      try {
        // Whoever held the lease before may have stored what is wanted: look again before anything is sent.
        const stored = await this.records.readFresh(source.id);
        const tokens = tokensOf(stored.record);
        if (tokens !== undefined && isRenewed(tokens, rejected)) return tokens;
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

/** After a 401 any other token will do; else only one that is not about to be refreshed itself. */
function isRenewed(tokens: Tokens, rejected: string | undefined): boolean {
  if (!isUsable(tokens)) return false;
  return rejected === undefined ? !isDue(tokens) : tokens.accessToken !== rejected;
}

async function withPatience(renewal: Promise<Tokens>, source: TokenSource): Promise<Tokens> {
  const abandoned = new AbortController();
  const impatience = sleep(PATIENCE_MS, undefined, { signal: abandoned.signal }).then(() => {
    throw unavailable(source);
  });
  try {
    return await Promise.race([renewal, impatience]);
  } finally {
    abandoned.abort();
    impatience.catch(() => undefined);
    renewal.catch(() => undefined);
  }
}

function unavailable({ upstream }: TokenSource): Problem {
  return new Problem('credential_unavailable', { upstream, headers: { 'retry-after': '1' } });
}
