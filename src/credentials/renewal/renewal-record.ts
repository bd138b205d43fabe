import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tokens } from '../../clients/migo/token-outcome.js';
import type { EncryptedRecords, Stored } from '../../storage/encrypted-records.js';
import { StoreUnavailableError } from '../../storage/key-value-store.js';
import type { TokenRecord } from '../token-record.js';
import type { TokenSource } from '../token-source.js';

/** How long an outcome is held on to while the store is away, and how often it is tried again, in milliseconds. */
const KEEP_TRYING_MS = 600_000;
const TRY_EVERY_MS = 250;

/** One renewal, with the record as its owner has read it. */
export interface RenewalCase {
  source: TokenSource;
  stored: Stored<TokenRecord>;
  records: EncryptedRecords<TokenRecord>;
}

/** The mark of a refresh that is about to be sent: whoever finds it knows that the refresh token may be spent. */
export async function markRefreshing(renewal: RenewalCase, tokens: Tokens): Promise<Stored<TokenRecord> | undefined> {
  const by = randomUUID();
  try {
    return await writeRecord(renewal, { state: 'refreshing', tokens, by });
  } catch (error) {
    // A store that did not answer may write the mark all the same, of a refresh that never left.
    void unmark(renewal, by).catch(() => undefined);
    throw error;
  }
}

/** Sees to it that a mark is not there, now or later: what is written in its place has its version. */
async function unmark(renewal: RenewalCase, by: string): Promise<void> {
  const { source, stored, records } = renewal;
  if (stored.record === undefined || (await settle(renewal, stored.record)) !== undefined) return;
  const found = await records.readFresh(source.id);
  if (found.record?.state !== 'refreshing' || found.record.by !== by) return;
  await settle({ ...renewal, stored: found }, stored.record);
}

/** What only this process knows must not be lost because the store is away for a while: rotated tokens are the only copy. */
export async function settle(renewal: RenewalCase, record: TokenRecord): Promise<Stored<TokenRecord> | undefined> {
  const giveUpAt = performance.now() + KEEP_TRYING_MS;
  for (;;) {
    try {
      return await writeRecord(renewal, record);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError) || performance.now() > giveUpAt) throw error;
      await sleep(TRY_EVERY_MS);
    }
  }
}

/** Undefined where somebody else has written or deleted the record meanwhile. */
export function writeRecord(
  { source, stored, records }: RenewalCase,
  record: TokenRecord,
): Promise<Stored<TokenRecord> | undefined> {
  return records.write(source.id, stored.version, { record, ttlMs: source.ttlMs() });
}
