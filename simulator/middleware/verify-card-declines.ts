import { middlewareEnvelope } from '../http/envelopes.js';
import { Refusal } from '../http/refusal.js';

interface Decline {
  status: number;
  body: object;
}

/**
 * Cards that a processor declines, by their token, which is chosen here: Migo documents no test cards and no answer for a
 * decline. 422 is its status for an expired card, 502 and 504 are those of a processor that fails (concepts/error-handling).
 */
const DECLINES: Readonly<Record<string, Decline>> = {
  tok_declined: refused(422, 'The card was declined'),
  tok_expired: refused(422, 'The card has expired'),
  tok_unverified: {
    status: 200,
    body: { success: false, message: 'The card is not verified', data: { verified: false } },
  },
  tok_unreachable: refused(502, 'The processor cannot be reached'),
  tok_timeout: refused(504, 'The processor did not answer in time'),
};

/** How a processor declines the card; undefined where it does not. */
export function declineOf({ cardInfo }: { cardInfo: Readonly<Record<string, unknown>> }): Decline | undefined {
  return DECLINES[String(cardInfo['token'])];
}

function refused(status: number, message: string): Decline {
  return middlewareEnvelope.write(new Refusal(status, message));
}
