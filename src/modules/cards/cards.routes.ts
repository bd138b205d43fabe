import { defineRoutes } from '../../routing/route.js';
import { WalletGateway } from '../../routing/upstream-target.js';
import { CreateStatementDto } from './cards.dto.js';

export const cardRoutes = defineRoutes(WalletGateway, {
  createStatement: {
    method: 'POST',
    path: '/cards/:cardId/statements',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'cards:read',
    permission: ['cards-admin', 'detail'],
    body: CreateStatementDto,
    success: 201,
    summary: "Generate a card's monthly statement",
    docs: 'cms-api/overview',
    evidence: 'documented',
  },
});
