import { defineRoutes } from '../../routes/define-routes.js';
import { OtpFields } from '../../routes/otp-fields.dto.js';
import { WORKBOOK } from '../../routes/upload.js';
import { CmsBackoffice } from '../../clients/cms/cms.upstream.js';
import { batch } from './bulk-uploads.answers.js';

/** As long as 16 MiB take on a slow line. */
const UPLOAD_DEADLINE_MS = 60_000;

export const bulkUploadRoutes = defineRoutes(CmsBackoffice, {
  uploadCardholders: {
    method: 'POST',
    path: '/partners/:partnerId/cardholders/upload',
    callers: ['operator', 'service'],
    scope: 'bulk-uploads:write',
    upload: { files: { users: WORKBOOK }, fields: OtpFields },
    otp: 'form',
    stepUp: 'required',
    deadlineMs: UPLOAD_DEADLINE_MS,
    data: batch,
    summary: 'Create cardholders from a workbook',
    docs: 'cms-api/bulk-uploads',
    evidence: 'documented',
  },
  uploadCards: {
    method: 'POST',
    path: '/partners/:partnerId/cards/upload',
    callers: ['operator', 'service'],
    scope: 'bulk-uploads:write',
    upload: { files: { cards: WORKBOOK }, fields: OtpFields },
    otp: 'form',
    stepUp: 'required',
    deadlineMs: UPLOAD_DEADLINE_MS,
    data: batch,
    summary: 'Issue cards from a workbook',
    docs: 'cms-api/bulk-uploads',
    evidence: 'documented',
  },
  followBatch: {
    method: 'GET',
    path: '/partners/:partnerId/cardholders/batch/:batchId/progress',
    callers: ['operator', 'service'],
    scope: 'bulk-uploads:read',
    answer: 'events',
    deadlineMs: 600_000,
    summary: 'Follow the progress of a batch',
    docs: 'cms-api/bulk-uploads',
    evidence: 'documented',
  },
});
