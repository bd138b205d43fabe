import { isRecord, parseJson, textField } from '../../common/json.js';

/** They say when to try again, and nothing of the account. */
const NOT_REFUSALS = new Set([408, 429]);
/** Codes about users, which Migo answers with 500 where it gives them no status of their own (wallet/overview, support/error-catalog). */
const USER_CODE = /^(71\d\d|USER_\w+)$/;

/**
 * Whether Migo refuses a person's login, in whatever way: an unknown account, a locked one and a wrong password must be the
 * same to whoever asks, and how Migo tells them apart is not documented (docs/adr/0001).
 */
export function refusesPerson({ status, text }: { status: number; text: string }): boolean {
  if (status >= 400 && status < 500) return !NOT_REFUSALS.has(status);
  return status === 500 && codesOf(parseJson(text)).some((code) => USER_CODE.test(code));
}

function codesOf(answer: unknown): string[] {
  const errors: unknown = isRecord(answer) ? answer['errors'] : undefined;
  return [answer, errors].flat().flatMap((entry: unknown) => textField(entry, 'code') ?? []);
}
