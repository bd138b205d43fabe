import { DEMO_MERCHANTS } from './seed-merchants.js';
import { DEMO_OPERATORS, DEMO_PARTNERS } from './seed-operators.js';
import { seedAlternativePayments } from './seed-alternative-payments.js';
import { seedCardholders } from './seed-cardholders.js';
import { seedExtraCards, seedFreeCards, seedHeldCards } from './seed-cards.js';
import { DEMO_CLIENTS } from './seed-clients.js';
import { DEMO_PLANS } from './seed-plans.js';
import { seedPaymentMethods, seedPayments, seedSubscriptions } from './seed-subscriptions.js';
import { seedBalances, seedProcessRequests } from './seed-process-requests.js';
import { seedTransactions } from './seed-transactions.js';
import { Sequences } from './sequences.js';
import { seedCardTransfers } from './seed-card-transfers.js';
import { DEMO_BRANCHES, seedBusinesses, seedTerminalPayments, seedTerminals } from './seed-shops.js';
import { DEMO_WALLET_USERS } from './seed-wallet-users.js';
import { seedLeadFiles } from './lead-files.js';
import { seedWalletConfigs } from './wallet-configs.js';
import { seedWalletPermissions } from './wallet-permissions.js';
import type { State } from './state.js';

/** A fresh copy of the demo data: always the same but for the ages of terminal payments, and never shared with an earlier one. */
export function seedState(nowMs: number): State {
  return {
    ...seedPeople(),
    ...seedBackOffice(),
    ...seedWallet(nowMs),
    ...seedPayings(),
    statements: [],
    otpCodes: new Map(),
    sequences: new Sequences(),
  };
}

function seedBackOffice(): Pick<State, 'customPermissions' | 'batches' | 'processRequests' | 'balances'> {
  return {
    customPermissions: [],
    batches: new Map(),
    processRequests: new Map(seedProcessRequests().map((request) => [request.id, request])),
    balances: new Map(seedBalances().map((balance) => [balance.clientId, balance])),
  };
}

function seedPeople(): Pick<State, 'merchants' | 'partners' | 'operators' | 'cardholders' | 'cards'> {
  const demo = seedCardholders({ partnerId: 'partner-demo', first: 1, last: 120 });
  const second = seedCardholders({ partnerId: 'partner-second', first: 201, last: 206 });
  const other = seedCardholders({ partnerId: 'partner-other', first: 301, last: 305 });
  const cards = [
    ...seedHeldCards(demo, 1001),
    ...seedHeldCards(second, 2001),
    ...seedHeldCards(other, 3001),
    ...seedExtraCards(),
    ...seedFreeCards({ partnerId: 'partner-demo', first: 5001, last: 5050 }),
    ...seedFreeCards({ partnerId: 'partner-second', first: 5101, last: 5105 }),
    ...seedFreeCards({ partnerId: 'partner-other', first: 5201, last: 5205 }),
  ];
  return {
    merchants: new Map(DEMO_MERCHANTS.map((merchant) => [merchant.slug, { ...merchant }])),
    partners: new Map(DEMO_PARTNERS.map((partner) => [partner.partnerId, { ...partner }])),
    operators: new Map(DEMO_OPERATORS.map((operator) => [operator.email, { ...operator }])),
    cardholders: new Map([...demo, ...second, ...other].map((holder) => [holder.cardholderId, holder])),
    cards: new Map(cards.map((card) => [card.cardId, card])),
  };
}

type Wallet =
  | 'cardPins'
  | 'cardTransfers'
  | 'transferTypes'
  | 'linkedCards'
  | 'walletUsers'
  | 'walletPermissions'
  | 'walletGrants'
  | 'walletConfigs'
  | 'leads'
  | 'leadFiles'
  | 'invitations'
  | 'businesses'
  | 'branches'
  | 'terminals'
  | 'terminalPayments';

function seedWallet(nowMs: number): Pick<State, Wallet> {
  return {
    cardPins: new Set(),
    cardTransfers: new Map(seedCardTransfers().map((transfer) => [transfer.id, transfer])),
    transferTypes: [],
    linkedCards: new Map(),
    walletUsers: new Map(DEMO_WALLET_USERS.map((user) => [user.username, { ...user }])),
    walletPermissions: seedWalletPermissions(),
    walletGrants: new Map(),
    walletConfigs: seedWalletConfigs(),
    leads: new Map(),
    leadFiles: seedLeadFiles(),
    invitations: new Map(),
    businesses: new Map(seedBusinesses().map((business) => [business.commerceId, business])),
    branches: new Map(DEMO_BRANCHES.map((branch) => [branch.branchId, branch])),
    terminals: new Map(seedTerminals().map((terminal) => [terminal.terminalId, terminal])),
    terminalPayments: new Map(seedTerminalPayments(nowMs).map((payment) => [payment.id, payment])),
  };
}

type Payings = 'clients' | 'plans' | 'subscriptions' | 'paymentMethods' | 'payments' | 'chargeFiles' | 'transactions';

function seedPayings(): Pick<State, Payings | 'alternativePayments'> {
  const subscriptions = seedSubscriptions();
  return {
    clients: new Map(DEMO_CLIENTS.map((client) => [client.slug, client])),
    plans: new Map(DEMO_PLANS.map((plan) => [plan.planUid, { ...plan }])),
    subscriptions: new Map(subscriptions.map((subscription) => [subscription.subUid, subscription])),
    paymentMethods: seedPaymentMethods(subscriptions),
    payments: seedPayments(subscriptions),
    chargeFiles: new Set(),
    transactions: new Map(seedTransactions().map((transaction) => [transaction.uid, transaction])),
    alternativePayments: new Map(seedAlternativePayments().map((payment) => [payment.uid, payment])),
  };
}
