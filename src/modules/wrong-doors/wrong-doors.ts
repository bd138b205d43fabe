import type { Method } from '../../routing/route.js';

export interface WrongDoor {
  /** Of the problem; 405 where Migo has the path with other methods. */
  code: 'wrong_door' | 'method_not_allowed';
  method: Method | 'ALL';
  path: `/${string}`;
  /** Where to go instead. */
  detail: string;
}

/** Operations that Migo's documentation names as absent, with the right one. Migo: cms-api/overview, cms-api/permissions-roles. */
export const WRONG_DOORS: Readonly<Record<string, WrongDoor>> = {
  createSubscription: {
    code: 'method_not_allowed',
    method: 'POST',
    path: '/subscriptions',
    detail: 'Use POST /v1/subscriptions/verify-card with shouldCreateSubscription: true.',
  },
  listPermissions: {
    code: 'wrong_door',
    method: 'GET',
    path: '/permissions',
    detail: 'Use GET /v1/modules, which lists the modules with their permissions.',
  },
  webhooks: {
    code: 'wrong_door',
    method: 'ALL',
    path: '/webhooks',
    detail: 'Webhooks are registered through Migo support; there is no operation for it.',
  },
  webhook: {
    code: 'wrong_door',
    method: 'ALL',
    path: '/webhooks/*',
    detail: 'Webhooks are registered through Migo support; there is no operation for it.',
  },
  listTerminals: {
    code: 'wrong_door',
    method: 'GET',
    path: '/terminals',
    detail: 'Ask with a device: GET /v1/devices/users/{authUserId}/terminals/{deviceId}.',
  },
  cardholderStatement: {
    code: 'wrong_door',
    method: 'POST',
    path: '/partners/:partnerId/cardholders/:cardholderId/statements',
    detail: 'Statements are made per card at the Wallet Gateway: POST /v1/cards/{cardId}/statements.',
  },
};
