import { defineRoutes } from '../../routes/route.js';
import { DOCUMENT } from '../../routes/upload.js';
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
    // Migo documents neither formats nor sizes: its rule for evidence at the CMS is taken, 10 MB of image or PDF.
    upload: { files: { businessPhoto: DOCUMENT, utilityBill: DOCUMENT } },
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
    summary: "List a business's documents, as short-lived signed URLs",
    docs: 'merchants/document-upload',
    evidence: 'documented',
  },
});
