import { Inject, Injectable } from '@nestjs/common';
import { nameKey } from '../limits/limit-keys.js';
import type { ClaimPlace, ClaimRecord, Claims } from '../storage/claims/claims.js';
import { KeyValueStore } from '../storage/key-value-store.js';
import { RecordCipher, UndecipherableError } from '../storage/record-cipher.js';
import { type CallFacts, type Outcome, parseFacts, parseOutcome } from './outcome.js';

/** How long what became of a call is kept: 24 hours, in milliseconds. */
export const KEEP_MS = 86_400_000;

const OPEN = 'outcomes';
/** How many calls that are alike are looked at. */
const MOST_ALIKE = 100;
/** How far the times of two calls may be apart, in milliseconds, and Migo's clock still not tell which was first. */
const SKEW_MS = 5000;
const SEPARATOR = '|';
const FACTS_VERSION = 1;
const OUTCOME_VERSION = 2;

/** A claim as it lies in the store, decrypted. */
export interface KnownCall {
  place: ClaimPlace;
  record: ClaimRecord;
  /** Undefined where they cannot be read any more: their key is gone. */
  facts: CallFacts | undefined;
  outcome: Outcome | undefined;
}

/** Claims, and what is encrypted in them; and which of them are open. */
@Injectable()
export class OutcomeStore {
  readonly claims: Claims;

  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    private readonly cipher: RecordCipher,
  ) {
    this.claims = store.claims;
  }

  /** Where the claims of a caller's key lie. The store holds neither in clear text. */
  keyOf(caller: string, key: string): string {
    return nameKey(JSON.stringify([caller, key]));
  }

  encryptFacts(place: ClaimPlace, facts: CallFacts): string {
    return this.cipher.encrypt(facts, addressOf(place, FACTS_VERSION));
  }

  encryptOutcome(place: ClaimPlace, outcome: Outcome): string {
    return this.cipher.encrypt(outcome, addressOf(place, OUTCOME_VERSION));
  }

  known(place: ClaimPlace, record: ClaimRecord): KnownCall {
    const { facts, answer } = record;
    return {
      place,
      record,
      facts: parseFacts(this.decrypt(facts, place, FACTS_VERSION)),
      outcome: answer === undefined ? undefined : parseOutcome(this.decrypt(answer, place, OUTCOME_VERSION)),
    };
  }

  /** Every route that the key was used on; the newest call first. */
  async read(key: string): Promise<KnownCall[]> {
    const records = await this.claims.read(key);
    const calls = [...records].map(([route, record]) => this.known({ key, route }, record));
    return calls.sort((a, b) => a.record.ageMs - b.record.ageMs);
  }

  /** By evidence, where whoever made it has lost the answer, or is gone. False where it is known by now. */
  async settle({ place }: Pick<KnownCall, 'place'>, outcome: Outcome): Promise<boolean> {
    const answer = this.encryptOutcome(place, outcome);
    const isSettled = await this.claims.move(place, { from: ['sent', 'unknown'], to: 'done', keepMs: KEEP_MS, answer });
    await this.close(place);
    return isSettled;
  }

  /** From now on somebody may ask what became of it. */
  async open(place: ClaimPlace, facts: CallFacts): Promise<void> {
    const indexes = [OPEN, ...this.alikeIndexes(facts).slice(0, 1)];
    await Promise.all(indexes.map((index) => this.store.addToIndex(index, memberOf(place), KEEP_MS)));
  }

  close(place: ClaimPlace): Promise<void> {
    return this.store.removeFromIndex(OPEN, memberOf(place));
  }

  /** The newest of them. */
  async listOpen(limit: number): Promise<ClaimPlace[]> {
    return this.listIndex(OPEN, limit);
  }

  /**
   * Whether another call was sent that could have left what was found of this one: one that is alike, unless it had ended before this
   * one began, or is known to have left something else. What was refused has left no success.
   */
  async hasTwin({ place, facts }: KnownCall, found: Pick<Outcome, 'status'> & { id?: string }): Promise<boolean> {
    // Of one that a former release has claimed nothing is known.
    if (facts?.alike === undefined) return true;
    const beganAt = Date.parse(facts.at);
    const indexes = this.alikeIndexes(facts);
    const alike = (await Promise.all(indexes.map((index) => this.listIndex(index, MOST_ALIKE)))).flat();
    for (const { key, route } of alike) {
      if (key === place.key && route === place.route) continue;
      const twin = (await this.read(key)).find((one) => one.place.route === route);
      if (twin === undefined || (found.status === 'succeeded' && twin.outcome?.status === 'refused')) continue;
      // An end that cannot be read may be any.
      const hasEndedBefore = Date.parse(twin.outcome?.at ?? '') < beganAt - SKEW_MS;
      const id = twin.outcome?.evidence.id;
      const hasLeftAnother = id !== undefined && found.id !== undefined && id !== found.id;
      if (!hasEndedBefore && !hasLeftAnother) return true;
    }
    return false;
  }

  /** By each key of the ring, the current one first: amounts and cards must not be tried out on what lies in the store. */
  private alikeIndexes({ partner, alike }: CallFacts): string[] {
    if (alike === undefined) return [];
    const text = JSON.stringify([partner, alike]);
    return this.cipher.keyIds().map((id) => {
      const hash = this.cipher.keyedHash(id)?.hmac.update(text).digest('base64url');
      return `alike:${hash ?? ''}`;
    });
  }

  private async listIndex(index: string, limit: number): Promise<ClaimPlace[]> {
    const members = await this.store.listIndex(index, limit);
    return members.map((member) => {
      const [key = '', route = ''] = member.split(SEPARATOR);
      return { key, route };
    });
  }

  private decrypt(value: string, place: ClaimPlace, version: number): unknown {
    try {
      return this.cipher.decrypt(value, addressOf(place, version));
    } catch (error) {
      if (error instanceof UndecipherableError) return undefined;
      throw error;
    }
  }
}

function memberOf({ key, route }: ClaimPlace): string {
  return key + SEPARATOR + route;
}

function addressOf({ key, route }: ClaimPlace, version: number): { key: string; version: number } {
  return { key: `claim:${key}:${route}`, version };
}
