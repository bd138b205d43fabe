import { Redis } from 'ioredis';
import { EncryptedRecords } from '../../src/storage/encrypted-records.js';
import type { RedisStore } from '../../src/storage/redis/redis.store.js';
import { eventually } from './eventually.js';
import { cipherOf } from './key-ring.js';
import { logLines } from './log-lines.js';
import { newPrefix, openRedisStore, redisUrl } from './stores.js';

const TTL = { ttlMs: 60_000 };
/** What messages about the records of these tests are bound to. */
const CHANNEL = { key: 'note:', version: 0 };
const log = logLines();

function parse(value: unknown): { note: string } | undefined {
  if (typeof value !== 'object' || value === null || !('note' in value)) return undefined;
  return typeof value.note === 'string' ? { note: value.note } : undefined;
}

function recordsOn(store: RedisStore, ...keys: string[]): EncryptedRecords<{ note: string }> {
  return new EncryptedRecords(
    { name: 'note', parse },
    { store, cipher: cipherOf(...keys), logger: log.logger, audit: log.audit },
  );
}

/** Security events in the log. */
function events(): unknown[] {
  return log
    .lines()
    .map((line) => JSON.parse(line) as { msg?: string; event?: string })
    .filter(({ msg }) => msg === 'security event')
    .map(({ event }) => event);
}

describe('encrypted records in Redis', () => {
  const keyPrefix = newPrefix();
  const raw = new Redis(redisUrl(), { keyPrefix: `${keyPrefix}:` });
  let store: RedisStore;
  let other: RedisStore;
  let id = '';
  let count = 0;

  beforeEach(async () => {
    log.clear();
    count += 1;
    id = `id-${count}`;
    [store, other] = await Promise.all([openRedisStore(keyPrefix), openRedisStore(keyPrefix)]);
  });
  afterEach(() => Promise.all([store.close(), other.close()]));
  afterAll(() => {
    raw.disconnect();
  });

  async function storedAs(version: number, value: string): Promise<void> {
    await raw.set(`note:${id}`, `${version}.${value}`, 'PX', TTL.ttlMs);
  }

  /** Writes one version after the other and gives what lay in Redis each time, without its version. */
  async function history(records: EncryptedRecords<{ note: string }>, ...notes: string[]): Promise<string[]> {
    const values: string[] = [];
    for (const [version, note] of notes.entries()) {
      await records.write(id, version, { record: { note }, ...TTL });
      values.push(((await raw.get(`note:${id}`)) ?? '').replace(/^\d+\./, ''));
    }
    return values;
  }

  it('lie there with their version in the clear and nothing else', async () => {
    await recordsOn(store, 'k1').write(id, 0, { record: { note: 'canary-plain-text' }, ...TTL });
    const stored = (await raw.get(`note:${id}`)) ?? '';
    expect(stored).toMatch(/^1\.k1\.[A-Za-z0-9_-]+$/);
    expect(Buffer.from(stored.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('canary');
  });

  it('are read by another replica with the same keys', async () => {
    await recordsOn(store, 'k1').write(id, 0, { record: { note: 'a' }, ...TTL });
    expect(await recordsOn(other, 'k1').read(id)).toEqual({ version: 1, record: { note: 'a' } });
  });

  it('are absent as version 0, without any event', async () => {
    expect(await recordsOn(store, 'k1').read(id)).toEqual({ version: 0, record: undefined });
    expect(events()).toEqual([]);
  });

  it('are not accepted where they were altered', async () => {
    const [value = ''] = await history(recordsOn(other, 'k1'), 'canary-plain-text');
    await storedAs(1, value.slice(0, -4) + (value.endsWith('AAAA') ? 'BBBB' : 'AAAA'));
    expect(await recordsOn(store, 'k1').read(id)).toEqual({ version: 1, record: undefined });
    expect(events()).toEqual(['record_undecipherable']);
    expect(log.lines().join()).not.toMatch(/canary|id-\d/);
  });

  it('are not accepted under the key of another record', async () => {
    const [value = ''] = await history(recordsOn(other, 'k1'), 'of somebody else');
    id = `${id}-stolen`;
    await storedAs(1, value);
    expect(await recordsOn(store, 'k1').read(id)).toEqual({ version: 1, record: undefined });
    expect(events()).toEqual(['record_undecipherable']);
  });

  it('are not accepted as a version that they are not', async () => {
    const [old = ''] = await history(recordsOn(other, 'k1'), 'first', 'second');
    await storedAs(2, old);
    expect(await recordsOn(store, 'k1').read(id)).toEqual({ version: 2, record: undefined });
    expect(events()).toEqual(['record_undecipherable']);
  });

  it('are not accepted where they can be decrypted but not understood', async () => {
    const value = cipherOf('k1').encrypt({ quite: 'different' }, { key: `note:${id}`, version: 1 });
    await storedAs(1, value);
    expect(await recordsOn(store, 'k1').read(id)).toEqual({ version: 1, record: undefined });
  });

  it('can be replaced where they could not be decrypted', async () => {
    await storedAs(4, 'k1.AAAA');
    const records = recordsOn(store, 'k1');
    const { version } = await records.read(id);
    expect(await records.write(id, version, { record: { note: 'new' }, ...TTL })).toMatchObject({ version: 5 });
    expect(await recordsOn(other, 'k1').read(id)).toEqual({ version: 5, record: { note: 'new' } });
  });

  it('can be replaced where something lies there that nobody has written as a record', async () => {
    await raw.set(`note:${id}`, 'garbage');
    const records = recordsOn(store, 'k1');
    const { version, record } = await records.read(id);
    expect(record).toBeUndefined();
    expect(await records.write(id, version, { record: { note: 'new' }, ...TTL })).toBeDefined();
  });

  it('outlive a rotation of the keys', async () => {
    await recordsOn(other, 'old').write(id, 0, { record: { note: 'before' }, ...TTL });
    const rotated = recordsOn(store, 'new', 'old');
    expect(await rotated.read(id)).toEqual({ version: 1, record: { note: 'before' } });
    await rotated.write(id, 1, { record: { note: 'after' }, ...TTL });
    expect(await recordsOn(other, 'new').read(id)).toEqual({ version: 2, record: { note: 'after' } });
    expect(events()).toEqual([]);
  });

  it('are given up, and told of, where their key was removed too early', async () => {
    await recordsOn(other, 'old').write(id, 0, { record: { note: 'before' }, ...TTL });
    await expect(recordsOn(store, 'new').read(id)).resolves.toEqual({ version: 1, record: undefined });
    expect(events()).toEqual(['record_undecipherable']);
  });

  describe('of which an older version is put back', () => {
    it('are refused by those who wrote or heard of the newer one', async () => {
      const [mine, theirs] = [recordsOn(store, 'k1'), recordsOn(other, 'k1')];
      let heard = 0;
      other.onChange(() => (heard += 1));
      const [older = ''] = await history(mine, 'first', 'second');
      await eventually(() => Promise.resolve(heard === 2));

      await storedAs(1, older);

      for (const records of [mine, theirs]) {
        expect(await records.readFresh(id)).toEqual({ version: 1, record: undefined });
      }
      expect(events()).toEqual(['record_undecipherable', 'record_undecipherable']);
    });

    it('are refused also where they were deleted', async () => {
      const mine = recordsOn(store, 'k1');
      const [older = ''] = await history(mine, 'first');
      await mine.delete([id]);

      await storedAs(1, older);

      expect((await mine.readFresh(id)).record).toBeUndefined();
      expect(events()).toEqual(['record_undecipherable']);
    });

    describe('where ids are used again', () => {
      let now = 100;
      const reusedOn = (where: RedisStore): EncryptedRecords<{ note: string }> =>
        new EncryptedRecords(
          { name: 'note', parse, firstVersion: () => now },
          { store: where, cipher: cipherOf('k1'), logger: log.logger, audit: log.audit },
        );

      it('are read after a delete, and after their end', async () => {
        const mine = reusedOn(store);
        for (const end of [() => mine.delete([id]), () => raw.del(`note:${id}`)]) {
          await mine.write(id, 0, { record: { note: 'first' }, ...TTL });
          await mine.write(id, now, { record: { note: 'second' }, ...TTL });
          await end();
          now += 100;
          await mine.write(id, 0, { record: { note: 'again' }, ...TTL });
          expect(await mine.readFresh(id)).toEqual({ version: now, record: { note: 'again' } });
          await mine.delete([id]);
          now += 100;
        }
        expect(events()).toEqual([]);
      });

      it('are refused as they were before a delete, and before a record that was written anew', async () => {
        const mine = reusedOn(store);
        await mine.write(id, 0, { record: { note: 'first' }, ...TTL });
        const first = (await raw.get(`note:${id}`)) ?? '';
        await mine.delete([id]);
        now += 100;
        await mine.write(id, 0, { record: { note: 'again' }, ...TTL });

        await raw.set(`note:${id}`, first, 'PX', TTL.ttlMs);

        expect((await mine.readFresh(id)).record).toBeUndefined();
        expect(events()).toEqual(['record_undecipherable']);
      });
    });

    it.each([
      ['that names no version', () => 'x'],
      ['that names an older version', () => '1'],
      ['that was told by somebody with another key', () => cipherOf('k2').encrypt({ id, version: 1 }, CHANNEL)],
      ['that was told of another record', () => cipherOf('k1').encrypt({ id: 'id', version: 9 }, CHANNEL)],
      ['whose version is no positive integer', () => cipherOf('k1').encrypt({ id, version: -1 }, CHANNEL)],
      ['whose version is no number', () => cipherOf('k1').encrypt({ id, version: '9' }, CHANNEL)],
      ['that is a record', async () => ((await raw.get(`note:${id}`)) ?? '').replace(/^\d+\./, '')],
    ])('are refused also after a message %s', async (_which, messageOf) => {
      const mine = recordsOn(store, 'k1');
      const [older = ''] = await history(mine, 'first', 'second');
      const heard: string[] = [];
      store.onChange((change) => heard.push(change));
      const messages = [`note:${id} ${await messageOf()}`, `note ${await messageOf()}`];

      for (const message of messages) await other.publishChange(message);
      await eventually(() => Promise.resolve(messages.every((message) => heard.includes(message))));
      await storedAs(1, older);

      expect((await mine.readFresh(id)).record).toBeUndefined();
      expect(events()).toEqual(['record_undecipherable']);
    });
  });

  it('are forgotten in process when another replica changes them', async () => {
    const [mine, theirs] = [recordsOn(store, 'k1'), recordsOn(other, 'k1')];
    await theirs.write(id, 0, { record: { note: 'first' }, ...TTL });
    const heard = new Set<string>();
    store.onChange((change) => heard.add(change.split(' ')[0] ?? ''));
    // Messages of one replica keep their order: with this one, everything told before has arrived.
    await eventually(async () => {
      await other.publishChange('warm-up');
      return heard.has('warm-up');
    });
    await mine.read(id);
    expect(mine.peek(id)).toEqual({ note: 'first' });

    heard.clear();
    await theirs.write(id, 1, { record: { note: 'second' }, ...TTL });
    await eventually(() => Promise.resolve(heard.has('note')));
    expect(mine.peek(id)).toBeUndefined();
    expect(await mine.read(id)).toEqual({ version: 2, record: { note: 'second' } });

    heard.clear();
    await theirs.delete([id]);
    await eventually(() => Promise.resolve(heard.has('note')));
    expect(mine.peek(id)).toBeUndefined();
    expect(await mine.read(id)).toEqual({ version: 0, record: undefined });
  });
});
