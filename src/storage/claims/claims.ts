/**
 * How far a call with a key has come. `claimed`: nothing was sent. `sent`: something may have left. `unknown`: its answer is lost.
 * `done`: what became of it is known.
 */
export type ClaimState = 'claimed' | 'sent' | 'unknown' | 'done';

/** Where a claim lies: all of one key are one entry of the store, so that every step is one script on one slot. */
export interface ClaimPlace {
  key: string;
  route: string;
}

export interface NewClaim {
  /** Who holds it: nobody else may move it on. */
  owner: string;
  /** A keyed hash of the request. */
  print: string;
  /** Encrypted. */
  facts: string;
  /** Milliseconds until it counts as left behind, unless it is renewed. */
  leaseMs: number;
  keepMs: number;
}

export interface ClaimRecord {
  state: ClaimState;
  owner: string;
  /** Milliseconds; 0 or less where whoever held it is gone. */
  leaseLeftMs: number;
  /** Milliseconds since it was claimed. */
  ageMs: number;
  print: string;
  facts: string;
  /** Encrypted; undefined where there is none. */
  answer: string | undefined;
}

export interface ClaimStep {
  /** Without one, whoever it is. */
  owner?: string;
  from: readonly ClaimState[];
  /** Without one, the claim is given back, as if it had never been. */
  to?: ClaimState;
  /** 0 where nobody goes on with it. */
  leaseMs?: number;
  keepMs: number;
  /** Replaces the one of the claim. */
  print?: string;
  answer?: string;
}

/** Calls that must be made once. Two adapters, one contract suite; every method throws StoreUnavailableError. */
export interface Claims {
  /** Undefined where it is ours from now on; else how far it is. A claim that was left behind before anything was sent is free. */
  claim: (place: ClaimPlace, claim: NewClaim) => Promise<ClaimRecord | undefined>;
  /** False where it has moved on, or belongs to somebody else. */
  move: (place: ClaimPlace, step: ClaimStep) => Promise<boolean>;
  /** Claims of a key, by route. */
  read: (key: string) => Promise<ReadonlyMap<string, ClaimRecord>>;
}
