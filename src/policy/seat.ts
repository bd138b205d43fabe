import type { Caller } from '../auth/callers/caller.js';
import { userIdOf } from '../auth/sessions/session-record.js';
import type { CallClass, Seat } from '../clients/transport/resilience/call-class.js';
import { addressKey } from '../limits/limit-keys.js';
import type { Row } from '../routes/route.js';

/** What kind of call a row makes, whoever calls. */
export function callClassOf({ upload, answer, money, method }: Row): CallClass {
  if (upload !== undefined) return 'upload';
  // How long it takes is the client's to decide, or nobody's.
  if (answer === 'events' || answer === 'file') return 'stream';
  if (money === true) return 'money';
  return method === 'GET' ? 'read' : 'write';
}

/** Whose share of the upstream's connections a call takes. */
export function seatOf(callClass: CallClass, caller: Caller, clientAddress: string): Seat {
  const isPublic = caller.kind === 'public' && callClass !== 'upload' && callClass !== 'stream';
  return {
    class: isPublic ? 'public' : callClass,
    owner: { partner: caller.partner.id, caller: callerName(caller, clientAddress) },
  };
}

/** Names of kinds may be alike: then they share what they may have, and no more happens. */
function callerName(caller: Caller, clientAddress: string): string {
  switch (caller.kind) {
    case 'operator':
    case 'cardholder':
      return userIdOf(caller);
    case 'service':
      return caller.clientId;
    case 'public':
      return addressKey(clientAddress);
  }
}
