import { EncryptedRecords } from '../../src/storage/encrypted-records.js';
import { StoreUnavailableError } from '../../src/storage/key-value-store.js';
import { MemoryStore } from '../../src/storage/memory.store.js';
import { pause } from './eventually.js';
import { cipherOf } from './key-ring.js';
import { logLines } from './log-lines.js';

const TTL = { ttlMs: 60_000 };
const log = logLines();

interface Gate {
  open: () => void;
  opened: Promise<void>;
}

function gate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** A store at the end of a slow line: counts reads, and holds answers back for as long as a test wants. */
class SlowStore extends MemoryStore {
  reads = 0;
  readGate: Gate | undefined;
  publishGate: Gate | undefined;
  away = false;

  override async get(key: string): Promise<string | null> {
    this.reads += 1;
    const value = await super.get(key);
    await this.readGate?.opened;
    return value;
  }

  override async publishChange(key: string): Promise<void> {
    const held = this.publishGate;
    if (this.away) throw new StoreUnavailableError(new Error('away'));
    await super.publishChange(key);
    await held?.opened;
  }
}

/** Two replicas with one store. */
function replicas(store: SlowStore): [EncryptedRecords<unknown>, EncryptedRecords<unknown>] {
  const kind = { name: 'note', parse: (value: unknown): unknown => value };
  const dependencies = { store, cipher: cipherOf('k1'), logger: log.logger, audit: log.audit };
  return [new EncryptedRecords(kind, dependencies), new EncryptedRecords(kind, dependencies)];
}

describe('the copies of records in a process', () => {
  let store: SlowStore;
  let mine: EncryptedRecords<unknown>;
  let theirs: EncryptedRecords<unknown>;

  beforeEach(() => {
    log.clear();
    store = new SlowStore();
    [mine, theirs] = replicas(store);
  });

  it('make one read of many at the same time, and none of those that follow', async () => {
    await theirs.write('a', 0, { record: 'first', ...TTL });
    const answers = await Promise.all(Array.from({ length: 50 }, () => mine.read('a')));
    expect(new Set(answers.map(({ record }) => record))).toEqual(new Set(['first']));
    await mine.read('a');
    expect(mine.peek('a')).toBe('first');
    expect(store.reads).toBe(1);
  });

  it('do not hide a record that comes into being later', async () => {
    expect(await mine.read('a')).toEqual({ version: 0, record: undefined });
    await store.compareAndSet('note:a', 0, {
      version: 1,
      value: cipherOf('k1').encrypt('first', { key: 'note:a', version: 1 }),
      ...TTL,
    });
    expect(await mine.read('a')).toEqual({ version: 1, record: 'first' });
  });

  it('are passed over by a fresh read, which sees what nobody has told', async () => {
    await mine.write('a', 0, { record: 'first', ...TTL });
    await mine.read('a');
    const second = cipherOf('k1').encrypt('second', { key: 'note:a', version: 2 });
    await store.compareAndSet('note:a', 1, { version: 2, value: second, ...TTL });
    expect((await mine.read('a')).record).toBe('first');
    expect(await mine.readFresh('a')).toEqual({ version: 2, record: 'second' });
    expect(mine.peek('a')).toBe('second');
  });

  it('are not made of a read that a change has overtaken', async () => {
    await theirs.write('a', 0, { record: 'first', ...TTL });
    const slow = gate();
    store.readGate = slow;
    const underWay = mine.read('a');
    await theirs.write('a', 1, { record: 'second', ...TTL });
    store.readGate = undefined;
    slow.open();
    await underWay;
    expect(mine.peek('a')).not.toBe('first');
    expect(await mine.read('a')).toEqual({ version: 2, record: 'second' });
  });

  it('are not made of a write that a later one has overtaken while it was being told', async () => {
    const slow = gate();
    store.publishGate = slow;
    const written = mine.write('a', 0, { record: 'first', ...TTL });
    await new Promise((resolve) => setImmediate(resolve));
    store.publishGate = undefined;
    await theirs.write('a', 1, { record: 'second', ...TTL });
    slow.open();
    await written;
    expect(mine.peek('a')).not.toBe('first');
  });

  it('are as old as the question, not as the answer: what was deleted meanwhile is not used for longer', async () => {
    const now = performance.now.bind(performance);
    const passes = async (ms: number): Promise<void> => {
      performance.now = () => now() + ms;
      // The cache looks at the clock once a millisecond.
      await pause(5);
    };
    await theirs.write('a', 0, { record: 'first', ...TTL });
    const slow = gate();
    store.readGate = slow;
    const underWay = mine.read('a');
    try {
      await passes(3000);
      slow.open();
      await underWay;
      await passes(4500);
      expect(mine.peek('a')).toBe('first');
      await passes(5000);
      expect(mine.peek('a')).toBeUndefined();
    } finally {
      performance.now = now;
    }
  });

  it('are gone after a delete, also those of a read under way', async () => {
    await theirs.write('a', 0, { record: 'first', ...TTL });
    const slow = gate();
    store.readGate = slow;
    const underWay = mine.read('a');
    await mine.delete(['a']);
    store.readGate = undefined;
    slow.open();
    await underWay;
    expect(mine.peek('a')).toBeUndefined();
    expect(await mine.read('a')).toEqual({ version: 0, record: undefined });
  });

  it('are dropped by a write that came too late', async () => {
    await mine.write('a', 0, { record: 'first', ...TTL });
    await mine.read('a');
    const second = cipherOf('k1').encrypt('second', { key: 'note:a', version: 2 });
    await store.compareAndSet('note:a', 1, { version: 2, value: second, ...TTL });
    expect(await mine.write('a', 1, { record: 'late', ...TTL })).toBeUndefined();
    expect(mine.peek('a')).toBeUndefined();
    expect((await mine.read('a')).record).toBe('second');
  });

  it('do not make a write fail that is stored and could only not be told', async () => {
    store.away = true;
    expect(await mine.write('a', 0, { record: 'first', ...TTL })).toEqual({ version: 1, record: 'first' });
    expect(log.lines().filter((line) => line.includes('a change could not be published'))).toHaveLength(1);
  });

  it('of one kind have nothing to do with those of another', async () => {
    const sessions = new EncryptedRecords(
      { name: 'session', parse: (value: unknown): unknown => value },
      { store, cipher: cipherOf('k1'), logger: log.logger, audit: log.audit },
    );
    await mine.write('a', 0, { record: 'a note', ...TTL });
    expect(await sessions.read('a')).toEqual({ version: 0, record: undefined });
  });
});
