/** Sessions that ended without a word stay in an index until they would have ended: they must not hide those that are alive. */
import type { Partners } from '../../src/auth/callers/partners.js';
import { SessionDirectory } from '../../src/auth/sessions/directory.js';
import { indexOfPartner, indexOfUser, SessionIndex } from '../../src/auth/sessions/session-index.js';
import type { Sessions, StoredSession } from '../../src/auth/sessions/sessions.js';
import { MemoryStore } from '../../src/storage/memory.store.js';

const HOUR_MS = 3_600_000;
const PAGE = 100;
const INDEX = indexOfPartner('demo');
const ANA = {
  kind: 'operator',
  partnerId: 'demo',
  user: { cmsUserId: '501', email: 'ana@demo.migo.test', name: 'Ana' },
} as const;

describe('the sessions of an index', () => {
  let store: MemoryStore;
  let alive: Set<string>;
  let ended: string[];
  let directory: SessionDirectory;

  beforeEach(() => {
    store = new MemoryStore();
    [alive, ended] = [new Set(['alive']), []];
    const sessions = {
      look: (recordId: string) =>
        Promise.resolve(
          alive.has(recordId)
            ? { version: 1, record: { ...ANA, sessionId: recordId, endsAt: Date.now() + HOUR_MS } }
            : { version: recordId.startsWith('unreadable') ? 1 : 0, record: undefined },
        ),
      end: ({ recordId, sessionId }: StoredSession) => {
        alive.delete(recordId);
        ended.push(sessionId);
        return Promise.resolve();
      },
    };
    directory = new SessionDirectory(sessions as unknown as Sessions, new SessionIndex(store), {} as Partners);
  });
  afterEach(() => store.close());

  it.each(['idle', 'unreadable'])('are all ended, also behind pages of those that are %s', async (dead) => {
    await store.addToIndex(INDEX, 'alive', HOUR_MS);
    for (let one = 0; one < 3 * PAGE; one += 1) await store.addToIndex(INDEX, `${dead} ${one}`, 2 * HOUR_MS);

    await directory.endAll(() => directory.list(INDEX, PAGE));

    expect(ended).toEqual(['alive']);
  });

  it('is ended under the handle, too, that a session has been given while it ended', async () => {
    await store.addToIndex(indexOfUser('demo', '501'), 'alive', HOUR_MS);

    await directory.end({ ...ANA, recordId: 'its former handle', sessionId: 'alive' });

    expect([...new Set(ended)]).toEqual(['alive']);
    expect(alive.size).toBe(0);
  });
});
