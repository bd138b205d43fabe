import type { AlternativePayment } from './alternative-payments.js';
import type { CardTransferState } from './card-transfers.js';
import type { Batch } from './batches.js';
import type { CardState } from './cards.js';
import type { Client } from './clients.js';
import type { LeadFile } from './lead-files.js';
import type { LeadState } from './leads.js';
import type { LinkedCardState } from './linked-cards.js';
import type { Merchant } from './merchants.js';
import type { Operator } from './operators.js';
import type { OtpState } from './otp-codes.js';
import type { Partner } from './partners.js';
import type { PaymentMethodState } from './payment-methods.js';
import type { Payment } from './payments.js';
import type { Permission } from './permissions.js';
import type { Plan } from './plans.js';
import type { ProcessRequestState } from './process-requests.js';
import type { Numbered } from './sequences.js';
import type { Branch, Business, Terminal } from './shops.js';
import type { Statement } from './statements.js';
import type { Subscription } from './subscriptions.js';
import type { TerminalPayment } from './terminal-payments.js';
import type { Transaction } from './transactions.js';
import type { WalletConfig } from './wallet-configs.js';
import type { Grant } from './wallet-permissions.js';
import type { PeopleState } from './wallet-users.js';

/**
 * One database for all four APIs: what the CMS writes, the Wallet Gateway sees at once (cms-api/overview). Functions that
 * change it stand beside the part that they need, and know no other.
 */
export interface State
  extends
    CardState,
    CardTransferState,
    LeadState,
    LinkedCardState,
    Numbered,
    OtpState,
    PaymentMethodState,
    PeopleState,
    ProcessRequestState {
  merchants: Map<string, Merchant>;
  partners: Map<string, Partner>;
  /** By e-mail. */
  operators: Map<string, Operator>;
  /** Created at the CMS beside the built-in ones. */
  customPermissions: Permission[];
  batches: Map<string, Batch>;
  walletPermissions: Permission[];
  /** By user id. */
  walletGrants: Map<string, Grant[]>;
  walletConfigs: Map<string, WalletConfig>;
  leadFiles: Map<string, LeadFile>;
  businesses: Map<number, Business>;
  branches: Map<number, Branch>;
  /** By terminal id. */
  terminals: Map<number, Terminal>;
  terminalPayments: Map<number, TerminalPayment>;
  clients: Map<string, Client>;
  plans: Map<string, Plan>;
  subscriptions: Map<string, Subscription>;
  payments: Payment[];
  /** SHA-256 of the charge files taken in, per client. */
  chargeFiles: Set<string>;
  transactions: Map<string, Transaction>;
  alternativePayments: Map<string, AlternativePayment>;
  statements: Statement[];
}
