/** Which processors can give money back (card-payments/refunds). */
export const REFUND_PROCESSORS: readonly string[] = [
  'fac',
  'fac-2',
  'openpay',
  'visa-cybersource',
  'visa-epay',
  'paypal',
  'mercadoPago',
  'paymentez',
  'adyen',
  'serfinsa',
  'ridivi-v2',
  'zigi',
  't1pagos',
  'azul',
  'applePayFac',
  'applePayT1',
  'applePayCyber',
  'googlePayCyber',
];

/** Whoever can refund can also void; these can only void (recipes/costa-rica for `quickPayQR`). */
export const REVERT_PROCESSORS: readonly string[] = [...REFUND_PROCESSORS, 'globalPay', 'epay', 'quickPayQR'];
