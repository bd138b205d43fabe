import type { TokenOutcome, Tokens } from '../../../src/clients/migo/token-outcome.js';
import { parseTokenRecord, type TokenRecord } from '../../../src/credentials/token-record.js';
import { TokenRenewal } from '../../../src/credentials/renewal/token-renewal.js';
import type { TokenSource } from '../../../src/credentials/token-source.js';
import { TokenVault } from '../../../src/credentials/token-vault.js';
import { Metrics } from '../../../src/observability/metrics.js';
import { StoreUnavailableError, type VersionedValue } from '../../../src/storage/key-value-store.js';
import { MemoryStore } from '../../../src/storage/memory.store.js';
import { RecordsFactory } from '../../../src/storage/records.factory.js';
import { sharedClock } from '../../../src/storage/shared-clock.js';
import { eventually, pause } from '../../storage/eventually.js';
import { cipherOf } from '../../storage/key-ring.js';
import { logLines } from '../../storage/log-lines.js';

const log = logLines();
const ID = 'session:s-1:cms';
const REFUSED: TokenOutcome = { kind: 'refused', status: 401, text: '' };

/** A store that does not answer some of its writes: `lost` ones are carried out only when a test says so. */
class DoubtfulStore extends MemoryStore {
  writes = 0;
  unanswered: ('done' | 'lost')[] = [];
  readonly lost: (() => Promise<boolean>)[] = [];

  override async compareAndSet(key: string, expected: number, record: VersionedValue): Promise<boolean> {
    this.writes += 1;
    const write = (): Promise<boolean> => super.compareAndSet(key, expected, record);
    const fate = this.unanswered.shift();
    if (fate === undefined) return write();
    if (fate === 'done') await write();
    else this.lost.push(write);
    throw new StoreUnavailableError(new Error('timeout'));
  }
}

function tokens(name: string, secondsLeft: number): Tokens {
  const accessExpiresAt = sharedClock.now() + secondsLeft * 1000;
  return { accessToken: `at-${name}`, accessExpiresAt, accessLifeMs: 60_000, refreshToken: `rt-${name}` };
}

const granted = (name: string): TokenOutcome => ({ kind: 'ok', tokens: tokens(name, 60), answer: {} });

describe("the vault with a user's tokens", () => {
  let store: DoubtfulStore;
  let vault: TokenVault;
  let records: ReturnType<typeof openRecords>;
  let outcomes: (() => TokenOutcome | Promise<TokenOutcome>)[];
  let sent: string[];

  const factory = (): RecordsFactory => new RecordsFactory(store, cipherOf('k1'), log.loggers, log.audit);
  const openRecords = () => factory().create<TokenRecord>({ name: 'token', parse: parseTokenRecord });
  const source: TokenSource = {
    id: ID,
    upstream: 'cms',
    ttlMs: () => 60_000,
    refresh: async (refreshToken) => {
      sent.push(refreshToken);
      return (await outcomes.shift()?.()) ?? REFUSED;
    },
  };
  const stored = async (): Promise<TokenRecord | undefined> => (await records.readFresh(ID)).record;

  beforeEach(() => {
    [store, sent, outcomes] = [new DoubtfulStore(), [], []];
    vault = new TokenVault(factory(), store, new TokenRenewal(new Metrics(), log.audit), log.loggers);
    records = openRecords();
    log.clear();
  });
  afterEach(() => store.close());

  it('uses the newer token that somebody stored while the refresh was under way and refused', async () => {
    await vault.keep(source, tokens('old', -1));
    const newer: TokenRecord = { state: 'active', tokens: tokens('newer', 60) };
    outcomes = [
      async () => {
        await records.write(ID, (await records.readFresh(ID)).version, { record: newer, ttlMs: 60_000 });
        return REFUSED;
      },
    ];

    expect(await vault.accessToken(source)).toBe('at-newer');
    expect(await stored()).toEqual(newer);
    expect(sent).toEqual(['rt-old']);
  });

  it('does not go on with its own token where somebody stored a newer one meanwhile', async () => {
    await vault.keep(source, tokens('old', 50));
    const newer: TokenRecord = { state: 'active', tokens: tokens('newer', 60) };
    outcomes = [
      async () => {
        await records.write(ID, (await records.readFresh(ID)).version, { record: newer, ttlMs: 60_000 });
        return { kind: 'unknown' };
      },
    ];

    expect(await vault.accessToken(source, 'at-old')).toBe('at-newer');
  });

  it('sends a refresh token of which it is in doubt only once the access token is of no use any more', async () => {
    await vault.keep(source, tokens('old', 20));
    outcomes = [() => ({ kind: 'unknown' }), () => granted('next')];

    expect(await vault.accessToken(source)).toBe('at-old');
    await eventually(async () => (await stored())?.state === 'active');
    await pause(300);
    expect(await vault.accessToken(source)).toBe('at-old');
    await pause(50);
    expect(sent).toEqual(['rt-old']);

    expect(await vault.accessToken(source, 'at-old')).toBe('at-next');
    expect(sent).toEqual(['rt-old', 'rt-old']);
    expect(await stored()).toMatchObject({ state: 'active', tokens: { accessToken: 'at-next' } });
  });

  it('ends with a definite refusal, and asks, writes and reports nothing after that', async () => {
    await vault.keep(source, tokens('old', -1));
    await expect(vault.accessToken(source)).rejects.toMatchObject({ code: 'session_expired' });
    const writes = store.writes;

    for (let call = 0; call < 3; call += 1) {
      await expect((async () => vault.accessToken(source))()).rejects.toMatchObject({ code: 'session_expired' });
    }
    expect(sent).toEqual(['rt-old']);
    expect(store.writes).toBe(writes);
    expect(log.lines().filter((line) => line.includes('refresh_refused'))).toHaveLength(1);
  });

  it.each(['done', 'lost'] as const)(
    'takes a mark away that the store wrote without an answer (%s), so that it costs no session',
    async (fate) => {
      await vault.keep(source, tokens('old', -1));
      store.unanswered = [fate];
      outcomes = [() => granted('next')];

      await expect(vault.accessToken(source)).rejects.toThrow(StoreUnavailableError);
      expect(sent).toEqual([]);
      await eventually(async () => (await stored())?.state === 'active');
      // The write that hung arrives after all.
      for (const write of store.lost) expect(await write()).toBe(false);

      expect(await vault.accessToken(source)).toBe('at-next');
      expect(sent).toEqual(['rt-old']);
    },
  );

  it('holds on to new tokens until the store takes them', async () => {
    await vault.keep(source, tokens('old', -1));
    outcomes = [
      () => {
        store.unanswered = ['lost', 'done'];
        return granted('next');
      },
    ];

    expect(await vault.accessToken(source)).toBe('at-next');
    expect(await stored()).toMatchObject({ state: 'active', tokens: { refreshToken: 'rt-next' } });
    expect(sent).toEqual(['rt-old']);
  });
});
