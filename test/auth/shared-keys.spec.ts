import { SharedSigningKeys } from '../../src/auth/service-tokens/shared-keys.js';
import { MemoryStore } from '../../src/storage/memory.store.js';
import { RecordsFactory } from '../../src/storage/records.factory.js';
import { sharedClock } from '../../src/storage/shared-clock.js';
import { cipherOf } from '../storage/key-ring.js';
import { logLines } from '../storage/log-lines.js';

const log = logLines();

afterAll(() => {
  sharedClock.follow(Date.now(), performance.now());
});

describe('signing keys that the gateway made', () => {
  it('are waited for by all who ask for one that is being looked up', async () => {
    const store = new MemoryStore();
    const [maker, reader] = [0, 1].map(
      () => new SharedSigningKeys(new RecordsFactory(store, cipherOf('k1'), log.loggers, log.audit)),
    ) as [SharedSigningKeys, SharedSigningKeys];
    const { id } = await maker.signing();

    const found = await Promise.all([reader.publicKey(id), reader.publicKey(id), reader.publicKey(id)]);

    expect(found.map((key) => key?.asymmetricKeyType)).toEqual(['ed25519', 'ed25519', 'ed25519']);
  });

  it('are made anew after the ring has expired, and are not taken for one that was put back', async () => {
    const store = new MemoryStore();
    const replicas = [0, 1].map(
      () => new SharedSigningKeys(new RecordsFactory(store, cipherOf('k1'), log.loggers, log.audit)),
    ) as [SharedSigningKeys, SharedSigningKeys];
    const [one, other] = replicas;
    const before = await one.signing();
    expect((await other.signing()).id).toBe(before.id);

    // A day later the ring has a second key, and so a second version.
    sharedClock.follow(Date.now() + 25 * 3_600_000, performance.now());
    await one.signing();
    await other.signing();

    // Nobody asked for a token for two days: the ring has expired, and its copies in process with it.
    await store.delete(['service-token-keys:ring']);
    const { id } = await new SharedSigningKeys(
      new RecordsFactory(store, cipherOf('k1'), log.loggers, log.audit),
    ).signing();

    expect(id).not.toBe(before.id);
    for (const replica of replicas) expect((await replica.signing()).id).toBe(id);
    expect(log.lines().filter((line) => line.includes('replayed'))).toEqual([]);
  });
});
