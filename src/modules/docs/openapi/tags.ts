import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './operation.js';

/** One line for each capability that has one of its own to say; the others are described by their upstream. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  auth: 'Log in once, see the session, log out',
  health: 'Whether the gateway is up',
  cards: 'Cards: statements, funds, PINs, transfers',
  cardholders: 'Cardholders of a partner: list, create, look at',
  subscriptions: 'Subscriptions: verify a card, subscribe, look up, change, end',
  transactions: 'Transactions: search',
};

const UPSTREAMS: Readonly<Record<string, string>> = {
  wallet: 'the Wallet Gateway',
  middleware: 'the Middleware',
  cms: 'the CMS Backoffice',
  payments: 'the Migo Payments API',
};

/** A tag for each capability: the gateway's own first, then in the order of the paths. */
export function completeTags(document: OpenAPIObject): void {
  const tags = new Map<string, Set<string>>([['auth', new Set()]]);
  for (const { operation } of operationsOf(document)) {
    const { tags: [tag] = [], 'x-upstream': upstream } = operation;
    if (tag === undefined) continue;
    const upstreams = tags.get(tag) ?? new Set();
    tags.set(tag, upstream === undefined ? upstreams : upstreams.add(UPSTREAMS[upstream] ?? upstream));
  }
  document.tags = [...tags].map(([name, upstreams]) => ({ name, description: describe(name, upstreams) }));
}

function describe(name: string, upstreams: ReadonlySet<string>): string {
  const at = upstreams.size === 0 ? 'the gateway itself' : [...upstreams].join(' and ');
  const known = DESCRIPTIONS[name] ?? name.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
  return `${known} (${at})`;
}
