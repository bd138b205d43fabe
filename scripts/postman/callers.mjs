const bearer = (token) => ({ type: 'bearer', bearer: [{ key: 'token', value: token, type: 'string' }] });

/** Who calls, with what. The operator's session is the collection's own. */
export const SESSIONS = {
  operator: bearer('{{sessionToken}}'),
  service: bearer('{{serviceToken}}'),
  cardholder: bearer('{{cardholderToken}}'),
  public: { type: 'noauth' },
};

/** The first of them that may call the operation. */
export function callerOf({ 'x-callers': callers }) {
  return Object.keys(SESSIONS).find((caller) => Array.isArray(callers) && callers.includes(caller)) ?? 'public';
}
