/** People, who have sessions of this gateway. */
export const SESSION_KINDS = ['operator', 'cardholder'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

/** Everybody who may call: people, programs with a token, and pages of a partner without any login. */
export const CALLER_KINDS = [...SESSION_KINDS, 'service', 'public'] as const;
export type CallerKind = (typeof CALLER_KINDS)[number];
