import { defineRoutes } from '../../routes/define-routes.js';
import { DOCUMENT } from '../../routes/upload.js';
import { CmsBackoffice } from '../../clients/cms/cms.upstream.js';
import { ListProcessRequestsQuery, ProcessRequestFields } from './process-requests.dto.js';
import { listOf, pageOf } from '../../routes/shape.js';
import { balance, processRequest } from './process-requests.answers.js';

/** Migo calls the partner of these paths `partnerId` here and `clientId` there; it is the same. */
export const processRequestRoutes = defineRoutes(CmsBackoffice, {
  createProcessRequest: {
    method: 'POST',
    path: '/partners/:partnerId/process-request',
    callers: ['operator', 'service'],
    scope: 'process-requests:write',
    upload: { files: { evidence: DOCUMENT }, fields: ProcessRequestFields },
    otp: 'form',
    deadlineMs: 60_000,
    data: processRequest,
    success: 201,
    summary: "Ask for an increase of a partner's balance",
    docs: 'cms-api/process-requests',
    evidence: 'documented',
  },
  listAllProcessRequests: {
    method: 'GET',
    path: '/partners/:partnerId/process-request',
    callers: ['operator', 'service'],
    scope: 'process-requests:read',
    data: listOf(processRequest),
    pages: 'whole',
    summary: 'List all balance requests of a partner at once',
    docs: 'cms-api/process-requests',
    evidence: 'documented',
  },
  listProcessRequests: {
    method: 'GET',
    path: '/partners/:partnerId/process-requests',
    callers: ['operator', 'service'],
    scope: 'process-requests:read',
    query: ListProcessRequestsQuery,
    data: pageOf(processRequest),
    pages: { page: 'page', limit: 'limit' },
    summary: 'List the balance requests of a partner by page',
    docs: 'cms-api/process-requests',
    evidence: 'documented',
  },
  getPartnerBalance: {
    method: 'GET',
    path: '/partners/:partnerId/balance',
    callers: ['operator', 'service'],
    scope: 'process-requests:read',
    data: balance,
    summary: "Read a partner's available balance",
    docs: 'cms-api/process-requests',
    evidence: 'documented',
  },
});
