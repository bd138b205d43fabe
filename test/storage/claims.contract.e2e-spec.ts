import type { ClaimRecord, Claims, NewClaim } from '../../src/storage/claims/claims.js';
import type { KeyValueStore } from '../../src/storage/key-value-store.js';
import { MemoryStore } from '../../src/storage/memory.store.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import { eventually, pause } from './eventually.js';
import { openRedisStore, openStoreAt } from './stores.js';

const LONG_MS = 60_000;
const SHORT_MS = 300;
const ACKNOWLEDGED = { replicas: 1, ms: 150 };
const PLACE = { key: 'key', route: 'transfers.createTransfer' };

let sentinels: RedisSentinels;
let cluster: RedisCluster;
beforeAll(async () => {
  [sentinels, cluster] = await Promise.all([RedisSentinels.start(), RedisCluster.start()]);
}, 120_000);
afterAll(() => Promise.all([sentinels.stop(), cluster.stop()]));

const STORES: [name: string, open: () => Promise<KeyValueStore>][] = [
  ['MemoryStore', () => Promise.resolve(new MemoryStore())],
  ['RedisStore', () => openRedisStore()],
  ['RedisStore by Sentinels, acknowledged', () => openStoreAt(sentinels.settings, undefined, ACKNOWLEDGED)],
  ['RedisStore on a Cluster, acknowledged', () => openStoreAt(cluster.settings, undefined, ACKNOWLEDGED)],
];

function claimOf(owner: string, changes: Partial<NewClaim> = {}): NewClaim {
  return { owner, print: `print of ${owner}`, facts: 'facts', leaseMs: LONG_MS, keepMs: LONG_MS, ...changes };
}

describe.each(STORES)('claims of %s', (_name, open) => {
  let store: KeyValueStore;
  let claims: Claims;
  beforeEach(async () => {
    store = await open();
    ({ claims } = store);
  });
  afterEach(() => store.close());

  const move = (
    from: 'claimed' | 'sent' | 'unknown',
    to: 'sent' | 'unknown' | 'done',
    owner?: string,
  ): Promise<boolean> =>
    claims.move(PLACE, { from: [from], to, keepMs: LONG_MS, leaseMs: LONG_MS, ...(owner !== undefined && { owner }) });
  const found = async (): Promise<ClaimRecord | undefined> => (await claims.read(PLACE.key)).get(PLACE.route);

  it('go to exactly one of 50 who want one at once, and tell the others who has it', async () => {
    const owners = Array.from({ length: 50 }, (_, owner) => `owner ${owner}`);
    const all = await Promise.all(owners.map((owner) => claims.claim(PLACE, claimOf(owner))));
    const [winner] = owners.filter((_, index) => all[index] === undefined);

    const others = all.filter((one) => one !== undefined);
    expect(others).toHaveLength(49);
    for (const one of others) {
      expect(one).toMatchObject({ state: 'claimed', owner: winner, print: `print of ${winner}`, facts: 'facts' });
      expect(one.leaseLeftMs).toBeGreaterThan(0);
      expect(one.ageMs).toBeGreaterThanOrEqual(0);
      expect(one.answer).toBeUndefined();
    }
  });

  it('are one for each route of a key, and each key', async () => {
    await claims.claim(PLACE, claimOf('ana'));
    expect(await claims.claim({ ...PLACE, route: 'cards.assignFunds' }, claimOf('luis'))).toBeUndefined();
    expect(await claims.claim({ ...PLACE, key: 'other' }, claimOf('luis'))).toBeUndefined();
    expect([...(await claims.read(PLACE.key)).keys()].sort()).toEqual(['cards.assignFunds', PLACE.route]);
    expect((await claims.read('absent')).size).toBe(0);
  });

  it('are free again where whoever had one is gone and has sent nothing', async () => {
    await claims.claim(PLACE, claimOf('ana', { leaseMs: SHORT_MS }));
    await eventually(async () => (await claims.claim(PLACE, claimOf('luis'))) === undefined);
    expect(await move('claimed', 'sent', 'ana')).toBe(false);
    expect(await move('claimed', 'sent', 'luis')).toBe(true);
  });

  it('are never free once something was sent, however long ago', async () => {
    await claims.claim(PLACE, claimOf('ana', { leaseMs: SHORT_MS }));
    await claims.move(PLACE, { owner: 'ana', from: ['claimed'], to: 'sent', leaseMs: SHORT_MS, keepMs: LONG_MS });
    await pause(2 * SHORT_MS);
    const left = await claims.claim(PLACE, claimOf('luis'));
    expect(left).toMatchObject({ state: 'sent', owner: 'ana' });
    expect(left?.leaseLeftMs).toBeLessThanOrEqual(0);
    // Who stood still may go on.
    expect(await move('sent', 'done', 'ana')).toBe(true);
  });

  it('move on from the state that they are in, by whoever has them', async () => {
    await claims.claim(PLACE, claimOf('ana'));
    expect(await move('sent', 'done', 'ana')).toBe(false);
    expect(await move('claimed', 'sent', 'luis')).toBe(false);
    expect(await move('claimed', 'sent', 'ana')).toBe(true);
    expect(await move('claimed', 'sent', 'ana')).toBe(false);
    expect(await move('sent', 'unknown', 'ana')).toBe(true);
    expect(await move('unknown', 'done')).toBe(true);
    expect(await move('unknown', 'done')).toBe(false);
    expect((await found())?.state).toBe('done');
  });

  it('keep what they are told, byte by byte', async () => {
    const answer = 'k1.dots:colons|bars and ñ and \u0000 and 😀';
    await claims.claim(PLACE, claimOf('ana', { facts: answer }));
    await claims.move(PLACE, { from: ['claimed'], to: 'done', print: 'another', answer, keepMs: LONG_MS });
    expect(await found()).toMatchObject({ state: 'done', print: 'another', answer, facts: answer, owner: 'ana' });
  });

  it('can be given back, by whoever has them', async () => {
    await claims.claim(PLACE, claimOf('ana'));
    expect(await claims.move(PLACE, { owner: 'luis', from: ['claimed'], keepMs: LONG_MS })).toBe(false);
    expect(await claims.move(PLACE, { owner: 'ana', from: ['claimed', 'sent'], keepMs: LONG_MS })).toBe(true);
    expect(await found()).toBeUndefined();
    expect(await claims.claim(PLACE, claimOf('luis'))).toBeUndefined();
  });

  it('last as long as they are kept, and not less for a shorter one of the same key', async () => {
    await claims.claim(PLACE, claimOf('ana'));
    await claims.claim({ ...PLACE, route: 'short' }, claimOf('ana', { keepMs: SHORT_MS }));
    await claims.claim({ key: 'other', route: 'short' }, claimOf('ana', { keepMs: SHORT_MS }));
    await eventually(async () => (await claims.read('other')).size === 0);
    expect(await found()).toBeDefined();
  });
});

describe('a claim that no replica of Redis acknowledges', () => {
  it('is none', async () => {
    const alone = await openRedisStoreAcknowledged();
    await expect(alone.claims.claim(PLACE, claimOf('ana'))).rejects.toThrow('the store did not answer');
    await alone.close();
  });
});

function openRedisStoreAcknowledged(): Promise<KeyValueStore> {
  const url = process.env['REDIS_TEST_URL'] ?? '';
  return openStoreAt({ url }, undefined, ACKNOWLEDGED);
}
