/** A store that lost the claim of a payment under way, and failed while it was told again, must not give the key to anybody else. */
import { Fingerprint } from '../../src/idempotency/fingerprint.js';
import { KeyedCall, LEASE_MS } from '../../src/idempotency/keyed-call.js';
import type { CallFacts } from '../../src/idempotency/outcome.js';
import { KEEP_MS, OutcomeStore } from '../../src/idempotency/outcome-store.js';
import type { ClaimRecord, ClaimState } from '../../src/storage/claims/claims.js';
import { StoreUnavailableError } from '../../src/storage/key-value-store.js';
import { MemoryStore } from '../../src/storage/memory.store.js';
import { cipherOf } from '../storage/key-ring.js';

const PLACE = { key: 'key', route: 'transfers.createTransfer' };
const FACTS: CallFacts = {
  ...{ route: PLACE.route, partner: 'demo', caller: 'c', callerKind: 'service', requestId: 'r' },
  at: new Date().toISOString(),
};
const PRINT = new Fingerprint('k1', 'head', 'body');

describe('a payment under way whose claim the store has lost', () => {
  let store: OutcomeStore;
  let call: KeyedCall;

  beforeEach(async () => {
    store = new OutcomeStore(new MemoryStore(), cipherOf('k1'));
    call = new KeyedCall(store, { place: PLACE, owner: 'ours', print: PRINT, facts: FACTS }, () => undefined);
    await claim('ours');
    await call.sent();
    await store.claims.move(PLACE, { from: ['sent'], keepMs: KEEP_MS });
    // As where too few replicas of Redis have it: it is written, and the step behind it is not taken.
    const { claims } = store;
    const take = claims.claim.bind(claims);
    claims.claim = async (place, asked) => {
      claims.claim = take;
      await take(place, asked);
      throw new StoreUnavailableError(new Error('0 replicas of Redis have it'));
    };
    await expect(call.tend(0)).rejects.toThrow(StoreUnavailableError);
    expect(await stateOf()).toBe('claimed');
  });

  const claim = (owner: string): Promise<ClaimRecord | undefined> =>
    store.claims.claim(PLACE, {
      ...{ owner, print: PRINT.toString(), facts: store.encryptFacts(PLACE, FACTS) },
      ...{ leaseMs: LEASE_MS, keepMs: KEEP_MS },
    });
  const stateOf = async (): Promise<ClaimState | undefined> =>
    (await store.claims.read(PLACE.key)).get(PLACE.route)?.state;

  it('has it again, as one that was sent, when it is next looked after', async () => {
    await call.tend(0);
    expect(await stateOf()).toBe('sent');
    expect(await claim('theirs')).toMatchObject({ state: 'sent', owner: 'ours' });
  });

  it('is of an unknown end when its answer is lost', async () => {
    await call.lose();
    expect(await stateOf()).toBe('unknown');
    expect(await claim('theirs')).toMatchObject({ state: 'unknown' });
  });
});
