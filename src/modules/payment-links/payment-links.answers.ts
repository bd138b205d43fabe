import { shape, TEXT } from '../../routes/shape.js';

/** Migo: getting-started/payment-link-quickstart, with `URL` in upper case. */
export const paymentLink = shape('PaymentLink', 'example', { uid: TEXT, 'reference?': TEXT, URL: TEXT });
