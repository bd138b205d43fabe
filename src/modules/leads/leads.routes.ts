import { defineRoutes } from '../../routes/define-routes.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';
import { CreateLeadDto } from './leads.dto.js';
import { lead } from './leads.answers.js';

// The CMS has no permission for merchants: who may create or see a cardholder may create or see a lead.
export const leadRoutes = defineRoutes(WalletGateway, {
  createLead: {
    method: 'POST',
    path: '/leads',
    callers: ['public', 'operator', 'service'],
    scope: 'leads:write',
    permission: ['cardholders', 'create'],
    headers: ['x-merchant-id'],
    body: CreateLeadDto,
    data: lead,
    success: 201,
    summary: 'Create a merchant lead, which is answered with its invitation code',
    docs: 'merchants/leads',
    evidence: 'documented',
  },
  readLeadFile: {
    method: 'POST',
    path: '/leads/files/upload/:fileName',
    callers: ['operator', 'service'],
    scope: 'leads:read',
    credential: 'wallet-x-application-id',
    permission: ['cardholders', 'detail'],
    answer: 'file',
    summary: "Read a lead's stored file, in spite of the path",
    docs: 'merchants/document-upload',
    evidence: 'documented',
  },
});
