import type { OpenAPIObject } from '@nestjs/swagger';
import { UPSTREAMS } from '../clients/upstreams.js';
import { operationsOf } from './operation.js';

/** One line for each capability; one that is not here is described by its name and upstream. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'alternative-payments': 'Payments by other means than a card: create, pay, dismiss',
  auth: 'Log in, look at the session, log out; tokens for services',
  'bulk-uploads': 'Cardholders and cards from a workbook, with progress as it happens',
  businesses: 'Documents of a business',
  cardholders: 'Cardholders of a partner: list, create, look at, assign a card',
  cards: 'Cards: issue, link, funds, PIN, statements',
  charges: 'Charges of subscriptions: many at once, as JSON or CSV, and what became of them',
  configs: 'Configuration of the application',
  health: 'Whether the gateway is up',
  exports: 'Exports: lists to their end, as NDJSON or CSV',
  leads: 'Merchants that want to join',
  'linked-cards': 'Cards of other issuers that a user has linked',
  outcomes: 'What became of calls with an `Idempotency-Key`',
  'payment-links': 'Links that a payer opens',
  'payment-methods': 'Cards that a subscription is paid with',
  permissions: 'Permissions of CMS users',
  plans: 'Plans that users subscribe to',
  'process-requests': 'Requests for funds, with their evidence and the balance',
  refunds: 'Take a payment back, before or after it is settled',
  status: 'How the Migo APIs are',
  subscriptions: 'Subscriptions: verify a card, subscribe, look up, change, end',
  'terminal-payments': 'Payments at a terminal: create, cancel, refund',
  terminals: 'Terminals and their transactions',
  transactions: 'Search transactions',
  transfers: 'Transfers between cards',
  'user-permissions': 'Permissions of users of the Wallet Gateway',
  views: 'Views: one answer from several operations, for one screen',
  users: 'Users of the wallet: register, invite, codes, passwords',
};

/** A tag for each capability: the gateway's own first, then in the order of the paths. */
export function completeTags(document: OpenAPIObject): void {
  const tags = new Map<string, Set<string>>([['auth', new Set()]]);
  for (const { operation } of operationsOf(document)) {
    const { tags: [tag] = [], 'x-upstream': upstream } = operation;
    if (tag === undefined) continue;
    const upstreams = tags.get(tag) ?? new Set();
    tags.set(tag, upstream === undefined ? upstreams : upstreams.add(`the ${UPSTREAMS[upstream].title}`));
  }
  document.tags = [...tags].map(([name, upstreams]) => ({ name, description: describe(name, upstreams) }));
}

function describe(name: string, upstreams: ReadonlySet<string>): string {
  const at = upstreams.size === 0 ? 'the gateway itself' : [...upstreams].join(' and ');
  const known = DESCRIPTIONS[name] ?? name.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
  return `${known} (${at})`;
}
