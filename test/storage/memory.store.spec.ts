import { MemoryStore } from '../../src/storage/memory.store.js';

/** More than it keeps. */
const MANY = 150_000;
const RECORD = { version: 1, value: 'x', ttlMs: 60_000 };

describe('the store in process', () => {
  it('is bounded: full, it forgets what was not used for longest', async () => {
    const store = new MemoryStore();
    for (let index = 0; index < MANY; index += 1) {
      await store.compareAndSet(`key-${index}`, 0, RECORD);
      if (index % 1000 === 0) await store.get('key-0');
    }
    expect(await store.get(`key-${MANY - 1}`)).toBe('1.x');
    expect(await store.get('key-0')).toBe('1.x');
    expect(await store.get('key-1')).toBeNull();
  });

  it('is bounded in its leases too', async () => {
    const store = new MemoryStore();
    for (let index = 0; index < MANY; index += 1) await store.acquireLease(`key-${index}`, 'ana', 60_000);
    expect(await store.acquireLease(`key-${MANY - 1}`, 'luis', 60_000)).toBe(false);
    expect(await store.acquireLease('key-0', 'luis', 60_000)).toBe(true);
  });

  it('tells nobody of changes once it is closed', async () => {
    const store = new MemoryStore();
    const heard: string[] = [];
    store.onChange((key) => heard.push(key));
    await store.publishChange('before');
    await store.close();
    await store.publishChange('after');
    expect(heard).toEqual(['before']);
  });
});
