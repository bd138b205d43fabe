import { Refusal } from './refusal.js';

interface ErrorAnswer {
  status: number;
  body: object;
}

/** How one API writes its errors. */
export interface ErrorEnvelope {
  unknownPath(method: string, path: string): Refusal;
  write(refusal: Refusal): ErrorAnswer;
}

/** `{ success: false, message, errors: [{ code, message }] }` (concepts/error-handling): Wallet Gateway, CMS, Payments API. */
export const standardEnvelope: ErrorEnvelope = {
  unknownPath: (method, path) => new Refusal(404, [{ code: '7010', message: `Cannot ${method} ${path}` }]),
  write: (refusal) => ({
    status: refusal.status,
    body: { success: false, message: refusal.message, errors: refusal.entries },
  }),
};

// Only 5000 and 2000 are documented (alternative-payments/dismiss-transaction); the others keep outside 7000-8099, as Migo states.
const OWN_CODES: Readonly<Record<number, number>> = {
  400: 5000,
  401: 4001,
  403: 4003,
  404: 2000,
  405: 4021,
  409: 4020,
  413: 5001,
};
const UNKNOWN_PATH_CODE = 4004;
const OTHER_CODE = 5999;

/** `{ success: false, message, ownCode, errors }`: the Middleware's own envelope. */
export const middlewareEnvelope: ErrorEnvelope = {
  unknownPath: (method, path) =>
    new Refusal(404, [{ code: 'NOT_FOUND', message: `Cannot ${method} ${path}` }], UNKNOWN_PATH_CODE),
  write: (refusal) => ({
    status: refusal.status,
    body: {
      success: false,
      message: refusal.message,
      ownCode: refusal.ownCode ?? OWN_CODES[refusal.status] ?? OTHER_CODE,
      errors: refusal.entries,
    },
  }),
};
