import { defineRoutes } from '../../routes/define-routes.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';
import { CreateLinkedCardDto, UpdateLinkedCardDto } from './linked-cards.dto.js';
import { listOf } from '../../routes/shape.js';
import { linkedCard } from '../linked-card.answer.js';

// Whom a cardholder may send money to is kept with the cardholder, so it takes the CMS permissions for cardholders.
export const linkedCardRoutes = defineRoutes(WalletGateway, {
  listLinkedCards: {
    method: 'GET',
    path: '/users/:userId/linked-cards',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'linked-cards:read',
    permission: ['cardholders', 'detail'],
    data: listOf(linkedCard),
    pages: 'whole',
    summary: "List a user's linked third-party cards",
    docs: 'wallet/third-party-cards',
    evidence: 'documented',
  },
  createLinkedCard: {
    method: 'POST',
    path: '/users/:userId/linked-cards',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'linked-cards:write',
    credential: 'wallet-x-application-id',
    permission: ['cardholders', 'update'],
    body: CreateLinkedCardDto,
    data: linkedCard,
    success: 201,
    summary: 'Link a third-party card to a user',
    docs: 'wallet/third-party-cards',
    evidence: 'documented',
  },
  updateLinkedCard: {
    method: 'PATCH',
    path: '/users/:userId/linked-cards/:associationId',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'linked-cards:write',
    permission: ['cardholders', 'update'],
    body: UpdateLinkedCardDto,
    data: linkedCard,
    summary: 'Change the alias of a linked card',
    docs: 'wallet/third-party-cards',
    evidence: 'documented',
  },
  deleteLinkedCard: {
    method: 'DELETE',
    path: '/users/:userId/linked-cards/:associationId',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'linked-cards:write',
    permission: ['cardholders', 'update'],
    summary: 'Unlink a third-party card',
    docs: 'wallet/third-party-cards',
    evidence: 'documented',
  },
});
