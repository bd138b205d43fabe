import { defineRoutes } from '../../routes/define-routes.js';
import { Middleware } from '../../clients/middleware/middleware.upstream.js';
import { OpenBodyDto } from '../../routes/open-body.dto.js';
import { RevertTransactionDto } from './refunds.dto.js';
import { refundLookUp, revertLookUp } from './refunds.look-ups.js';

export const refundRoutes = defineRoutes(Middleware, {
  revertTransaction: {
    method: 'POST',
    path: '/revert',
    upstreamPath: '/revert',
    callers: ['operator', 'service'],
    scope: 'refunds:write',
    money: true,
    body: RevertTransactionDto,
    lookUp: revertLookUp,
    summary: 'Void a payment before it is settled',
    docs: 'recipes/costa-rica',
    evidence: 'documented',
  },
  refundTransaction: {
    method: 'POST',
    path: '/refund',
    upstreamPath: '/refund',
    callers: ['operator', 'service'],
    scope: 'refunds:write',
    money: true,
    body: OpenBodyDto,
    lookUp: refundLookUp,
    summary: 'Give money of a settled payment back',
    docs: 'recipes/mexico',
    evidence: 'named-only',
  },
});
