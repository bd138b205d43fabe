import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Fingerprint } from './fingerprint.js';
import { KeyedCall, LEASE_MS } from './keyed-call.js';
import type { CallFacts } from './outcome.js';
import { KEEP_MS, type KnownCall, OutcomeStore } from './outcome-store.js';

/** How often claims are looked after, and how old one may be until it is renewed: most calls have ended by then. */
const TEND_MS = 1000;
const RENEW_AFTER_MS = 1500;

interface NewCall {
  /** Whose key it is: `callerKey`. */
  caller: string;
  key: string;
  route: string;
  print: Fingerprint;
  facts: CallFacts;
}

/** The calls with a key that this process makes. */
@Injectable()
export class KeyedCalls implements OnApplicationShutdown {
  private readonly running = new Set<KeyedCall>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly store: OutcomeStore) {
    this.timer = setInterval(() => {
      for (const call of this.running) call.tend(RENEW_AFTER_MS).catch(() => undefined);
    }, TEND_MS);
    this.timer.unref();
  }

  /**
   * The claim comes first: either it is ours, or what is known of whoever has it.
   *
   * @throws StoreUnavailableError also where too few replicas of Redis have the claim
   */
  async claim({ caller, key, route, print, facts }: NewCall): Promise<KeyedCall | KnownCall> {
    const place = { key: this.store.keyOf(caller, key), route };
    const owner = randomUUID();
    const call = new KeyedCall(this.store, { place, owner, print, facts }, (ended) => this.running.delete(ended));
    const encrypted = this.store.encryptFacts(place, facts);
    const claim = { owner, print: print.toString(), facts: encrypted, leaseMs: LEASE_MS, keepMs: KEEP_MS };
    try {
      const found = await this.store.claims.claim(place, claim);
      if (found !== undefined) return this.store.known(place, found);
    } catch (error) {
      // It may be there all the same; where it cannot be given back, it ends by itself.
      void call.release();
      throw error;
    }
    this.running.add(call);
    return call;
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
