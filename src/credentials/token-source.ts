import type { TokenOutcome } from '../clients/migo/token-outcome.js';
import type { UpstreamName } from '../config/sections/upstream.settings.js';

/** Where the tokens of one record come from. */
export interface TokenSource {
  /** Id of the record in the vault. */
  id: string;
  upstream: UpstreamName;
  refresh: (refreshToken: string) => Promise<TokenOutcome>;
  /** Applications and service clients can log in again at any time. A user cannot: the gateway keeps no password. */
  login?: () => Promise<TokenOutcome>;
  /** How long a refused login is not tried again, in milliseconds. */
  refusedPauseMs?: number;
  /** How long a record may lie in the store, in milliseconds from now. */
  ttlMs: () => number;
}
