/** The four `ownCode` values that Migo documents, each for its one cause (alternative-payments/dismiss-transaction). */
export const TRANSACTION_ID_MISSING = 5000;
export const TRANSACTION_ABSENT = 2000;
export const NOT_DISMISSIBLE = 4020;
export const NO_CANCEL_HOOK = 4021;
