/** Evidence must be of this call: another one that could have left it keeps it from being settled. */
import { Fingerprint } from '../../src/idempotency/fingerprint.js';
import { KeyedCall, LEASE_MS } from '../../src/idempotency/keyed-call.js';
import type { CallFacts, Outcome } from '../../src/idempotency/outcome.js';
import { KEEP_MS, type KnownCall, OutcomeStore } from '../../src/idempotency/outcome-store.js';
import { chargesLookUp } from '../../src/modules/charges/charges.look-ups.js';
import { fundsLookUp } from '../../src/modules/cards/funds.look-ups.js';
import { transferLookUp } from '../../src/modules/transfers/transfers.look-ups.js';
import { alikeOf, type LookUp } from '../../src/routes/look-up.js';
import { MemoryStore } from '../../src/storage/memory.store.js';
import { cipherOf } from '../storage/key-ring.js';

const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const TRANSFER = { fromCardId: 1, toCardId: 2, amount: '10.00' };
const FOUND = { status: 'succeeded', id: '8' } as const;
const PRINT = new Fingerprint('k1', 'head', 'body');

interface Made {
  lookUp?: LookUp;
  /** Without a body there are no facts. */
  request?: object;
  route?: string;
  /** Seconds from now on. */
  at?: number;
  ends?: { status: Outcome['status']; at: number; id?: string };
}

let store: OutcomeStore;
let keys = 0;
beforeEach(() => {
  store = new OutcomeStore(new MemoryStore(), cipherOf('k1'));
});

const timeOf = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

/** Sends a call, and ends it where it is said how. */
async function send({ lookUp = transferLookUp, request, route, at = 0, ends }: Made = {}): Promise<KnownCall> {
  const place = { key: `key ${(keys += 1)}`, route: route ?? 'transfers.createTransfer' };
  const found = lookUp.facts({ params: {}, query: {}, body: TRANSFER, ...request });
  const alike = alikeOf(lookUp, place.route, found);
  const facts: CallFacts = {
    ...{ route: place.route, partner: 'demo', caller: 'c', callerKind: 'service', requestId: 'r', at: timeOf(at) },
    ...(found !== undefined && { lookUp: found }),
    ...(alike !== undefined && { alike }),
  };
  const owner = place.key;
  const encrypted = store.encryptFacts(place, facts);
  await store.claims.claim(place, {
    owner,
    print: PRINT.toString(),
    facts: encrypted,
    leaseMs: LEASE_MS,
    keepMs: KEEP_MS,
  });
  const call = new KeyedCall(store, { place, owner, print: PRINT, facts }, () => undefined);
  await call.sent();
  if (ends === undefined) await call.lose();
  else
    await call.settle({
      status: ends.status,
      at: timeOf(ends.at),
      evidence: { by: 'answer', detail: '', ...(ends.id !== undefined && { id: ends.id }) },
    });
  const [known] = await store.read(place.key);
  if (known === undefined) throw new Error('no call');
  return known;
}

describe('a call that is lost', () => {
  it.each<[string, Made]>([
    ['an unknown end', {}],
    ['been claimed long before, and made since', { at: -30, ends: { status: 'succeeded', at: 2 } }],
    ['been made since', { at: 5, ends: { status: 'succeeded', at: 6 } }],
  ])('has a twin, which has %s', async (_what, twin) => {
    const lost = await send();
    await send(twin);
    expect(await store.hasTwin(lost, FOUND)).toBe(true);
  });

  it.each<[string, Made]>([
    ['had ended before it began', { at: -60, ends: { status: 'succeeded', at: -50 } }],
    ['was refused, and has left nothing', { at: 5, ends: { status: 'refused', at: 6 } }],
    ['is known to have left another one', { at: 1, ends: { status: 'succeeded', at: 2, id: '7' } }],
    ['is of another amount', { request: { body: { ...TRANSFER, amount: '10.01' } } }],
  ])('has none in a call that %s', async (_what, other) => {
    const lost = await send();
    await send(other);
    expect(await store.hasTwin(lost, FOUND)).toBe(false);
  });

  it('is not refused by the trace of a refused one', async () => {
    const lost = await send();
    await send({ at: 5, ends: { status: 'refused', at: 6 } });
    expect(await store.hasTwin(lost, { ...FOUND, status: 'refused' })).toBe(true);
  });

  it('has a twin in another call on funds with its reference, whatever the amount', async () => {
    const ofFunds = (amount: string): Made => ({
      ...{ lookUp: fundsLookUp, route: 'cards.assignFunds' },
      request: { params: { cardId: '1001' }, body: { reference: 'R', amount } },
    });
    const lost = await send(ofFunds('1.00'));
    await send({ ...ofFunds('2.00'), at: 5, ends: { status: 'succeeded', at: 6 } });
    expect(await store.hasTwin(lost, FOUND)).toBe(true);
  });

  it.each<[string, Made]>([
    ['batch', { request: { body: { data: [{ subscriptionId: 'S0', amount: 50 }] } } }],
    ['file', { route: 'charges.uploadCharges', request: { body: undefined } }],
  ])('of charges has a twin in any %s', async (_what, other) => {
    const lookUp = chargesLookUp;
    const body = { data: [{ subscriptionId: 'S1', amount: 100 }] };
    const lost = await send({ lookUp, route: 'charges.submitCharges', request: { body } });
    await send({ lookUp, route: 'charges.submitCharges', ...other, ends: { status: 'succeeded', at: 6 } });
    expect(await store.hasTwin(lost, FOUND)).toBe(true);
  });
});

describe('funds among the movements of a card', () => {
  const find = (...movements: object[]): unknown =>
    fundsLookUp.steps[0].find(
      movements.map((one) => ({ id: 7, reference: 'R', createdAt: timeOf(1), ...one })),
      { cardId: '1', reference: 'R', amount: '10.00' },
      new Date(NOW),
    );

  it.each<[string, object[], unknown]>([
    ['with the reference and the amount', [{ amount: '10' }], { status: 'succeeded', id: '7' }],
    ['that were denied', [{ amount: '10', status: 'denied' }], { status: 'refused', id: '7' }],
    ['of another amount', [{ amount: '11' }], undefined],
    [
      'with an earlier one',
      [{ amount: '10' }, { id: 6, amount: '10', createdAt: timeOf(-1) }],
      { status: 'succeeded', id: '7' },
    ],
    ['that could be either', [{ amount: '10' }, { amount: '10' }], undefined],
  ])('are evidence, or none: those %s', (_what, movements, finding) => {
    expect(find(...movements)).toEqual(finding);
  });
});
