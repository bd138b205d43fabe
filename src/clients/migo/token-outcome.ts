/** What a login or refresh gave. Times are milliseconds since the epoch, by this machine's clock. */
export interface Tokens {
  accessToken: string;
  accessExpiresAt: number;
  /** Life of the access token when it was issued, in milliseconds. */
  accessLifeMs: number;
  refreshToken?: string;
  refreshExpiresAt?: number;
}

export type TokenOutcome =
  | { kind: 'ok'; tokens: Tokens; answer: unknown }
  /** Migo said no: the credential or the refresh token is not valid. */
  | { kind: 'refused'; status: number; text: string }
  /** Migo did not handle the request; what was sent is still good. */
  | { kind: 'unavailable'; status?: number; cause?: unknown }
  /** The request left and no answer came: a refresh token may be spent. */
  | { kind: 'unknown'; cause?: unknown };
