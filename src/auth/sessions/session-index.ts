import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { accountName } from '../../common/account-name.js';
import { KeyValueStore } from '../../storage/key-value-store.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { namesOf, type Session, type SessionUser } from './session-record.js';

/** What of a session says in which indexes it is. */
export type IndexedSession = SessionUser & Pick<Session, 'partnerId'>;

/** Which records are the sessions of a user, and which those of a partner. It holds record ids, never a handle. */
@Injectable()
export class SessionIndex {
  constructor(@Inject(KeyValueStore) private readonly store: KeyValueStore) {}

  async add(session: IndexedSession, recordId: string, endsAt: number): Promise<void> {
    const ttlMs = Math.max(1, endsAt - sharedClock.now());
    await Promise.all(indexesOf(session).map((index) => this.store.addToIndex(index, recordId, ttlMs)));
  }

  async remove(session: IndexedSession, recordId: string): Promise<void> {
    await Promise.all(indexesOf(session).map((index) => this.store.removeFromIndex(index, recordId)));
  }

  list(index: string, limit: number): Promise<string[]> {
    return this.store.listIndex(index, limit);
  }

  /** Takes out what ended without a word, e.g. by being idle. */
  drop(index: string, recordId: string): Promise<void> {
    return this.store.removeFromIndex(index, recordId);
  }
}

export function indexOfPartner(partnerId: string): string {
  return `sessions:partner:${partnerId}`;
}

/** `name` is one of `namesOf`. Users are persons: the store knows them by a hash only. */
export function indexOfUser(partnerId: string, name: string): string {
  return `sessions:user:${hash('sha256', JSON.stringify([partnerId, accountName(name)]), 'hex')}`;
}

function indexesOf(session: IndexedSession): string[] {
  const { partnerId } = session;
  const names = new Set(namesOf(session).map(accountName));
  return [indexOfPartner(partnerId), ...[...names].map((name) => indexOfUser(partnerId, name))];
}
