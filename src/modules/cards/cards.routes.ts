import { defineRoutes } from '../../routes/route.js';
import { WalletGateway } from '../../clients/wallet-gateway/wallet-gateway.upstream.js';
import { CardPinDto, CreateStatementDto, LinkCardDto, LinkCardQuery } from './cards.dto.js';
import { AssignFundsDto, UpdateFundsDto } from './funds.dto.js';

const FUNDS_PERMISSION = {
  field: 'operation',
  values: { ADD_FUNDS: ['cards-admin', 'addFunds'], WITHDRAW_FUNDS: ['cards-admin', 'withdrawFunds'] },
} as const;

// The CMS has no permission for issuing, linking or PINs. All three are steps to a card that works: `activate`.
export const cardRoutes = defineRoutes(WalletGateway, {
  issueCard: {
    method: 'POST',
    path: '/users/:userId/cards/virtuals',
    callers: ['operator', 'service'],
    scope: 'cards:write',
    permission: ['cards-admin', 'activate'],
    success: 201,
    summary: 'Issue a physical card to a user, in spite of the path',
    docs: 'wallet/card-lifecycle',
    evidence: 'documented',
  },
  linkCard: {
    method: 'POST',
    path: '/users/:userId/cards',
    callers: ['cardholder', 'operator', 'service'],
    scope: 'cards:write',
    permission: ['cards-admin', 'activate'],
    query: LinkCardQuery,
    body: LinkCardDto,
    success: 201,
    summary: 'Link an existing card to a user',
    docs: 'wallet/card-lifecycle',
    evidence: 'documented',
  },
  setPin: {
    method: 'POST',
    path: '/cards/:cardId/pin',
    callers: ['cardholder', 'service'],
    scope: 'cards:write',
    body: CardPinDto,
    summary: "Set or change a card's PIN",
    docs: 'wallet/pin-management',
    evidence: 'documented',
  },
  setUserPin: {
    method: 'POST',
    path: '/cards/:cardId/users/:authUserId/pin',
    callers: ['operator', 'service'],
    scope: 'cards:write',
    permission: ['cards-admin', 'activate'],
    body: CardPinDto,
    summary: "Replace one user's PIN of a card",
    docs: 'wallet/pin-management',
    evidence: 'documented',
  },
  assignFunds: {
    method: 'POST',
    path: '/cards/:cardId/funds',
    callers: ['operator', 'service'],
    scope: 'cards:funds',
    permission: FUNDS_PERMISSION,
    money: true,
    body: AssignFundsDto,
    summary: 'Add funds to a card or withdraw them, through a channel',
    docs: 'wallet/assign-funds',
    evidence: 'documented',
  },
  updateFunds: {
    method: 'PUT',
    path: '/cards/:cardId/funds',
    callers: ['operator', 'service'],
    scope: 'cards:funds',
    permission: FUNDS_PERMISSION,
    money: true,
    body: UpdateFundsDto,
    summary: 'Add funds to a card or withdraw them, with a note for reconciliation',
    docs: 'wallet/assign-funds',
    evidence: 'documented',
  },
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
