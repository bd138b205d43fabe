import { defineRoutes } from '../../routes/define-routes.js';
import { Middleware } from '../../clients/middleware/middleware.upstream.js';
import { AddPaymentMethodDto, PaymentMethodKeyDto } from './payment-methods.dto.js';
import { paymentMethod } from './payment-methods.answers.js';

export const paymentMethodRoutes = defineRoutes(Middleware, {
  addPaymentMethod: {
    method: 'POST',
    path: '/subscriptions/payment-methods',
    callers: ['operator', 'service'],
    scope: 'subscriptions:write',
    body: AddPaymentMethodDto,
    data: paymentMethod,
    success: 201,
    summary: 'Add a tokenized card to a payer',
    docs: 'recurring-payments/payment-methods',
    evidence: 'documented',
  },
  removePaymentMethod: {
    method: 'DELETE',
    path: '/subscriptions/payment-methods',
    callers: ['operator', 'service'],
    scope: 'subscriptions:write',
    body: PaymentMethodKeyDto,
    data: paymentMethod,
    summary: 'Remove a card from a payer',
    docs: 'recurring-payments/overview',
    evidence: 'named-only',
  },
  setDefaultPaymentMethod: {
    method: 'PUT',
    path: '/subscriptions/payment-methods/set-default',
    callers: ['operator', 'service'],
    scope: 'subscriptions:write',
    body: PaymentMethodKeyDto,
    data: paymentMethod,
    summary: 'Choose the card that charges try first',
    docs: 'recurring-payments/payment-methods',
    evidence: 'documented',
  },
});
