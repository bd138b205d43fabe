import { defineRoutes } from '../../routing/route.js';
import { CmsBackoffice } from '../../routing/upstream-target.js';
import { CreateCardholderDto, ListCardholdersQuery } from './cardholders.dto.js';

export const cardholderRoutes = defineRoutes(CmsBackoffice, {
  listCardholders: {
    method: 'GET',
    path: '/partners/:partnerId/cardholders',
    callers: ['operator', 'service'],
    scope: 'cardholders:read',
    query: ListCardholdersQuery,
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
    success: 201,
    summary: 'Create a cardholder and assign a card',
    docs: 'cms-api/cardholders',
    evidence: 'documented',
  },
});
