import { defineRoutes } from '../../routes/define-routes.js';
import { ANY_FILE } from '../../routes/upload.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';
import { listOf } from '../../routes/shape.js';
import { businessDocument } from './businesses.answers.js';

// The CMS has no permission for merchants: who may change or see a cardholder may change or see a business's documents.
export const businessRoutes = defineRoutes(WalletGateway, {
  uploadBusinessFiles: {
    method: 'POST',
    path: '/businesses/:commerceId/files',
    callers: ['operator', 'service'],
    scope: 'businesses:write',
    permission: ['cardholders', 'update'],
    upload: { files: { businessPhoto: ANY_FILE, utilityBill: ANY_FILE } },
    deadlineMs: 60_000,
    success: 201,
    summary: "Upload a business's photo and utility bill",
    docs: 'merchants/document-upload',
    evidence: 'documented',
  },
  listBusinessDocuments: {
    method: 'GET',
    path: '/businesses/:commerceId/docs',
    callers: ['operator', 'service'],
    scope: 'businesses:read',
    permission: ['cardholders', 'detail'],
    data: listOf(businessDocument),
    pages: 'whole',
    summary: "List a business's documents, as short-lived signed URLs",
    docs: 'merchants/document-upload',
    evidence: 'documented',
  },
});
