/** People, who have sessions of this gateway. */
export const SESSION_KINDS = ['operator', 'cardholder'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

/** Everybody with a login: people, and programs with a token. */
export const LOGIN_KINDS = [...SESSION_KINDS, 'service'] as const;
export type LoginKind = (typeof LOGIN_KINDS)[number];

/** Everybody who may call: these, and pages of a partner without any login. */
export const CALLER_KINDS = [...LOGIN_KINDS, 'public'] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];
