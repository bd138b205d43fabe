/**
 * Whether what was read a while ago still holds. A thing has a generation that nobody has named before, and writers that have
 * announced themselves: while there is one, it has none. Two adapters, one contract suite; every method throws StoreUnavailableError.
 */
export interface Generations {
  /** What is read from now on, and kept, holds while this stays the same. Undefined while somebody writes: then nothing holds. */
  read: (key: string) => Promise<string | undefined>;

  /** From now on nothing that was read before holds, and nothing that is read until `end`; a writer that never ends is forgotten after `lifeMs`. */
  begin: (key: string, writer: string, lifeMs: number) => Promise<Announcement>;

  /** From now on nothing that was read before holds. Without a `begin` that is all it does. */
  end: (key: string, writer: string) => Promise<void>;
}

export interface Announcement {
  /** Whether the store that heard of it is still the one that is asked: one that a failover has chosen may never have. */
  stands: () => boolean;
}

/** Milliseconds that a thing is remembered of which nobody reads. Forgotten, it gets a new generation: nothing that was kept holds. */
export const REMEMBERED_MS = 3_600_000;
