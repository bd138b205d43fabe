import { defineRoutes } from '../../routes/define-routes.js';
import { CmsBackoffice } from '../../clients/cms/cms.upstream.js';
import { AssociateCardDto, CardholderDetailDto, CreateCardholderDto, ListCardholdersQuery } from './cardholders.dto.js';
import { pageOf } from '../../routes/shape.js';
import { linkedCard } from '../linked-card.answer.js';
import { cardholder, cardholderDetail } from './cardholders.answers.js';

export const cardholderRoutes = defineRoutes(CmsBackoffice, {
  listCardholders: {
    method: 'GET',
    path: '/partners/:partnerId/cardholders',
    callers: ['operator', 'service'],
    scope: 'cardholders:read',
    query: ListCardholdersQuery,
    data: pageOf(cardholder),
    pages: { page: 'page', limit: 'limit' },
    summary: "List a partner's cardholders",
    docs: 'cms-api/cardholders',
    evidence: 'documented',
  },
  createCardholder: {
    method: 'POST',
    path: '/partners/:partnerId/cardholders',
    callers: ['operator', 'service'],
    scope: 'cardholders:write',
    body: CreateCardholderDto,
    data: cardholder,
    success: 201,
    summary: 'Create a cardholder and assign a card',
    docs: 'cms-api/cardholders',
    evidence: 'documented',
  },
  readCardholder: {
    method: 'POST',
    path: '/partners/:partnerId/cardholders/:cardholderId',
    reserved: ['upload'],
    callers: ['operator', 'service'],
    scope: 'cardholders:read',
    body: CardholderDetailDto,
    otp: 'body',
    data: cardholderDetail,
    summary: 'Read a cardholder, as Migo does it: by a POST',
    docs: 'cms-api/cardholders',
    evidence: 'documented',
  },
  getCardholder: {
    method: 'GET',
    path: '/partners/:partnerId/cardholders/:cardholderId',
    upstreamMethod: 'POST',
    reserved: ['upload'],
    callers: ['operator', 'service'],
    scope: 'cardholders:read',
    otp: 'body',
    data: cardholderDetail,
    summary: 'Read a cardholder',
    docs: 'cms-api/cardholders',
    evidence: 'documented',
  },
  associateCardholderCard: {
    method: 'POST',
    path: '/partners/:partnerId/cardholders/:cardholderId/cards/association',
    callers: ['operator', 'service'],
    scope: 'cardholders:write',
    body: AssociateCardDto,
    data: linkedCard,
    success: 201,
    summary: "Associate somebody else's card with a cardholder",
    docs: 'wallet/third-party-cards',
    evidence: 'documented',
  },
});
