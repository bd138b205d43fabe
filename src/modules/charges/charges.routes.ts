import { defineRoutes } from '../../routes/define-routes.js';
import { CSV } from '../../routes/upload.js';
import { Middleware } from '../../clients/middleware/middleware.upstream.js';
import { ChargeFileClientDto, PaymentHistoryQuery, SubmitChargesDto } from './charges.dto.js';
import { listOf } from '../../routes/shape.js';
import { chargeBatch, chargeFile, pastCharge } from './charges.answers.js';
import { chargesLookUp } from './charges.look-ups.js';

/** 5000 charges of some 800 bytes each. */
const BATCH_BYTES = 4 * 1_048_576;

export const chargeRoutes = defineRoutes(Middleware, {
  submitCharges: {
    method: 'POST',
    path: '/subscriptions/charges',
    callers: ['operator', 'service'],
    scope: 'charges:write',
    money: true,
    body: SubmitChargesDto,
    maxBodyBytes: BATCH_BYTES,
    data: chargeBatch,
    success: 202,
    lookUp: chargesLookUp,
    summary: 'Hand in up to 5000 charges of subscriptions',
    docs: 'recurring-payments/on-demand',
    evidence: 'documented',
  },
  uploadCharges: {
    method: 'POST',
    path: '/subscriptions/charges/upload-csv',
    callers: ['operator', 'service'],
    scope: 'charges:write',
    money: true,
    query: ChargeFileClientDto,
    upload: { files: { file: CSV }, fields: ChargeFileClientDto, either: ['clientId'] },
    answer: 'envelope',
    deadlineMs: 60_000,
    data: chargeFile,
    success: 202,
    looksLike: chargesLookUp,
    summary: 'Hand in charges of subscriptions as a CSV file',
    docs: 'recurring-payments/bulk-charges',
    evidence: 'documented',
  },
  getPaymentHistory: {
    method: 'GET',
    path: '/subscriptions/payment-history',
    callers: ['operator', 'service'],
    scope: 'charges:read',
    query: PaymentHistoryQuery,
    data: listOf(pastCharge),
    pages: 'whole',
    summary: 'List the payments of a subscription',
    docs: 'recurring-payments/scheduled-charges',
    evidence: 'documented',
  },
});
