/** Kinds of calls that must not wait for each other. */
export const CALL_CLASSES = ['money', 'write', 'read', 'public', 'stream', 'upload', 'permission', 'token'] as const;
export type CallClass = (typeof CALL_CLASSES)[number];

/** Connections to an upstream, which calls of one kind, or of some, have for themselves. */
export const POOL_NAMES = ['calls', 'streams', 'uploads', 'permissions', 'tokens'] as const;
export type PoolName = (typeof POOL_NAMES)[number];

interface ClassRules {
  pool: PoolName;
  /** Of the pool's connections, and of its queue. What a class leaves, others have for certain: a payment above all. */
  part: number;
  /** Of those who wait, the lowest goes first. */
  rank: number;
}

export const CLASS_RULES: Readonly<Record<CallClass, ClassRules>> = {
  money: { pool: 'calls', part: 1, rank: 0 },
  write: { pool: 'calls', part: 0.9, rank: 1 },
  read: { pool: 'calls', part: 0.8, rank: 2 },
  public: { pool: 'calls', part: 0.25, rank: 3 },
  stream: { pool: 'streams', part: 1, rank: 0 },
  upload: { pool: 'uploads', part: 1, rank: 0 },
  permission: { pool: 'permissions', part: 1, rank: 0 },
  token: { pool: 'tokens', part: 1, rank: 0 },
};

/** Whose call it is, and what kind of one. */
export interface Seat {
  class: CallClass;
  /** Undefined for calls that the gateway makes by itself: nobody else's share is in danger. */
  owner?: SeatOwner;
}

interface SeatOwner {
  partner: string;
  /** The user, client or address. */
  caller: string;
}
