import { defineRoutes } from '../../routes/define-routes.js';
import { Middleware } from '../../clients/middleware/middleware.upstream.js';
import { CreatePaymentLinkDto, CreatePaymentLinkFromBrowserDto } from './payment-links.dto.js';
import { paymentLink } from './payment-links.answers.js';

export const paymentLinkRoutes = defineRoutes(Middleware, {
  createPaymentLink: {
    method: 'POST',
    path: '/transactions',
    upstreamPath: '/transactions',
    callers: ['operator', 'service'],
    scope: 'payment-links:write',
    credential: 'middleware-merchant-token-raw',
    money: true,
    body: CreatePaymentLinkDto,
    answer: 'envelope',
    data: paymentLink,
    success: 201,
    summary: 'Create a payment link',
    docs: 'getting-started/payment-link-quickstart',
    evidence: 'example',
  },
  createPaymentLinkFromBrowser: {
    method: 'POST',
    path: '/transactions-hook',
    upstreamPath: '/transactions-hook',
    callers: ['public'],
    scope: 'payment-links:write',
    credential: 'middleware-body-keys',
    money: true,
    body: CreatePaymentLinkFromBrowserDto,
    answer: 'envelope',
    data: paymentLink,
    success: 201,
    summary: 'Create a payment link from a page without a backend',
    docs: 'getting-started/choose-flow',
    evidence: 'documented',
  },
});
