import { Buffer } from 'node:buffer';

// What all contestants are asked for, and what all must answer. One place, so that upstream, peers and load agree.

export const PUBLIC_PREFIX = '/v1';
export const UPSTREAM_PREFIX = '/cms/rest/app';
export const ROUTE = '/partners/partner-demo/cardholders?page=1&limit=50';

const BODY_BYTES = 1024;

/** Four cardholders in Migo's envelope, filled up to 1 KiB. Compact, so that a peer that parses it writes the same bytes. */
export const BODY = Buffer.from(sized(BODY_BYTES));

function sized(bytes) {
  const shortest = JSON.stringify(answer(''));
  return JSON.stringify(answer('x'.repeat(bytes - Buffer.byteLength(shortest))));
}

function answer(note) {
  const data = ['Ana', 'Luis', 'Marta', 'Jorge'].map((name, index) => ({
    id: 7001 + index,
    name,
    lastName: 'Morales',
    email: `${name.toLowerCase()}.morales@example.com`,
    phoneNumber: `5025555123${index}`,
    documentType: 'DPI',
    status: 'ACTIVE',
    balance: 1250.75,
  }));
  return { success: true, data, pagination: { page: 1, limit: 50, total: 4 }, note };
}
