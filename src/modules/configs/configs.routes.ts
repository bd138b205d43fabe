import { OpenBodyDto } from '../../routes/open-body.dto.js';
import { defineRoutes } from '../../routes/define-routes.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';

export const configRoutes = defineRoutes(WalletGateway, {
  getConfigs: {
    method: 'GET',
    path: '/configs',
    callers: ['service'],
    scope: 'configs:read',
    credential: 'wallet-application-id',
    cache: 'reference',
    summary: "Read the application's configuration",
    docs: 'introduction/environments',
    evidence: 'named-only',
  },
  updateConfigs: {
    method: 'PATCH',
    path: '/configs',
    callers: ['service'],
    scope: 'configs:write',
    credential: 'wallet-application-id',
    body: OpenBodyDto,
    summary: "Change the application's configuration",
    docs: 'introduction/environments',
    evidence: 'named-only',
  },
});
