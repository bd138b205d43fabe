/** How a rail takes a payment that is under way back (alternative-payments/dismiss-transaction); which one has which is assumed. */
type CancelHook = 'dedicated' | 'generic' | 'none';

export interface Rail {
  countries: readonly string[];
  /** What the front end renders; only those of `quickPayQR` and `nequi` are documented. */
  type: 'url' | 'qr' | 'html' | 'payButton' | 'json' | 'base64';
  cancel: CancelHook;
}

/** The platform's `alternative-payment-methods` (recipes, alternative-payments/payment-intents). */
export const RAILS: ReadonlyMap<string, Rail> = new Map<string, Rail>([
  ['zigi', { countries: ['GT'], type: 'json', cancel: 'dedicated' }],
  ['fri', { countries: ['GT'], type: 'json', cancel: 'generic' }],
  ['akisiQR', { countries: ['GT'], type: 'qr', cancel: 'none' }],
  ['bancoIndustrial', { countries: ['GT'], type: 'base64', cancel: 'none' }],
  ['quickPayQR', { countries: ['GT', 'SV', 'HN', 'CR'], type: 'json', cancel: 'none' }],
  ['bamPaymentButton', { countries: ['GT'], type: 'url', cancel: 'generic' }],
  ['pronet', { countries: ['GT'], type: 'html', cancel: 'none' }],
  ['nequi', { countries: ['CO'], type: 'payButton', cancel: 'generic' }],
  ['globalPay-PSE', { countries: ['CO'], type: 'url', cancel: 'none' }],
]);

/** For `globalPay-PSE`; the real list is not documented. */
export const PSE_BANKS = [
  { code: '1007', name: 'Bancolombia' },
  { code: '1051', name: 'Davivienda' },
  { code: '1013', name: 'BBVA Colombia' },
] as const;
