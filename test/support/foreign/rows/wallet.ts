import type { CallerLetter, ForeignRow } from './foreign-row.js';
import { CARDS } from './wallet-cards.js';
import { USERS } from './wallet-users.js';
import { SHOPS } from './wallet-shops.js';

/** wallet-gateway.md, sections 5 to 13. */
export const WALLET_ROWS: readonly ForeignRow[] = Object.entries({ ...USERS, ...CARDS, ...SHOPS }).map(
  ([at, [callers, row]]) => ({
    ...row,
    at,
    door: at,
    callers: callers.split(' ') as CallerLetter[],
    credential: 'application',
  }),
);
