import type { AlternativePayment } from './alternative-payments.js';
import type { CardTransfer } from './card-transfers.js';
import type { Batch } from './batches.js';
import type { Cardholder } from './cardholders.js';
import type { Card } from './cards.js';
import type { Client } from './clients.js';
import type { LeadFile } from './lead-files.js';
import type { Invitation, Lead } from './leads.js';
import type { LinkedCard } from './linked-cards.js';
import type { Merchant } from './merchants.js';
import type { Operator } from './operators.js';
import type { OtpCode } from './otp-codes.js';
import type { Partner } from './partners.js';
import type { PaymentMethod } from './payment-methods.js';
import type { Payment } from './payments.js';
import type { Permission } from './permissions.js';
import type { Plan } from './plans.js';
import type { Balance, ProcessRequest } from './process-requests.js';
import type { Sequences } from './sequences.js';
import type { Branch, Business, Terminal } from './shops.js';
import type { Statement } from './statements.js';
import type { Subscription } from './subscriptions.js';
import type { TerminalPayment } from './terminal-payments.js';
import type { Transaction } from './transactions.js';
import type { WalletConfig } from './wallet-configs.js';
import type { Grant } from './wallet-permissions.js';
import type { WalletUser } from './wallet-users.js';

/** One database for all four APIs: what the CMS writes, the Wallet Gateway sees at once (cms-api/overview). */
export interface State {
  merchants: Map<string, Merchant>;
  partners: Map<string, Partner>;
  /** By e-mail. */
  operators: Map<string, Operator>;
  /** Created at the CMS beside the built-in ones. */
  customPermissions: Permission[];
  batches: Map<string, Batch>;
  processRequests: Map<string, ProcessRequest>;
  /** By partner. */
  balances: Map<string, Balance>;
  /** In order of creation. */
  cardholders: Map<string, Cardholder>;
  cards: Map<number, Card>;
  /** Issued cards that a user has a PIN on, as `<cardId>:<userId>`; the PIN itself is not kept. */
  cardPins: Set<string>;
  cardTransfers: Map<number, CardTransfer>;
  transferTypes: object[];
  linkedCards: Map<string, LinkedCard>;
  /** By user name. */
  walletUsers: Map<string, WalletUser>;
  walletPermissions: Permission[];
  /** By user id. */
  walletGrants: Map<string, Grant[]>;
  walletConfigs: Map<string, WalletConfig>;
  leads: Map<string, Lead>;
  leadFiles: Map<string, LeadFile>;
  invitations: Map<string, Invitation>;
  businesses: Map<number, Business>;
  branches: Map<number, Branch>;
  /** By terminal id. */
  terminals: Map<number, Terminal>;
  terminalPayments: Map<number, TerminalPayment>;
  clients: Map<string, Client>;
  plans: Map<string, Plan>;
  subscriptions: Map<string, Subscription>;
  paymentMethods: PaymentMethod[];
  payments: Payment[];
  /** SHA-256 of the charge files taken in, per client. */
  chargeFiles: Set<string>;
  transactions: Map<string, Transaction>;
  alternativePayments: Map<string, AlternativePayment>;
  statements: Statement[];
  /** The latest code, by e-mail. */
  otpCodes: Map<string, OtpCode>;
  sequences: Sequences;
}
