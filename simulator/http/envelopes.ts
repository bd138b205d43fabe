import { businessRefusal } from './business-codes.js';
import { absent, textOf, type ErrorEntry, type Refusal } from './refusal.js';

interface ErrorAnswer {
  status: number;
  body: object;
}

/** How one API writes its errors. */
export interface ErrorEnvelope {
  unknownPath(method: string, path: string): Refusal;
  write(refusal: Refusal): ErrorAnswer;
}

/** `{ success: false, message, errors?: [{ code, message }] }` (concepts/error-handling): Wallet Gateway and CMS. */
export const standardEnvelope: ErrorEnvelope = {
  unknownPath: (method, path) => businessRefusal('7010', `Cannot ${method} ${path}`),
  write: ({ status, message, entries }) => ({ status, body: { success: false, message, ...listed(entries) } }),
};

/** The same shape, without the codes that are documented for Wallet Gateway and CMS only. */
export const paymentsEnvelope: ErrorEnvelope = {
  unknownPath: (method, path) => absent(`Cannot ${method} ${path}`),
  write: (refusal) => ({
    status: refusal.status,
    body: { success: false, message: textOf(refusal), ...listed(foreignTo(refusal.entries)) },
  }),
};

/** Added to the status, for what has no documented `ownCode`: outside 7000-8099, as Migo states of all of them. */
const OTHER_OWN_CODE = 10_000;

/** `{ success: false, message, ownCode, errors? }`: the Middleware's own envelope. */
export const middlewareEnvelope: ErrorEnvelope = {
  unknownPath: (method, path) => absent(`Cannot ${method} ${path}`),
  write: (refusal) => ({
    status: refusal.status,
    body: {
      success: false,
      message: textOf(refusal),
      ownCode: refusal.ownCode ?? OTHER_OWN_CODE + refusal.status,
      ...listed(foreignTo(refusal.entries)),
    },
  }),
};

function listed(errors: readonly ErrorEntry[]): { errors?: readonly ErrorEntry[] } {
  return errors.length === 0 ? {} : { errors };
}

function foreignTo(entries: readonly ErrorEntry[]): readonly ErrorEntry[] {
  return entries.filter(({ code }) => !/^7\d{3}$/.test(code));
}
