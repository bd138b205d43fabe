import type { Method } from '../../routes/route.js';

export interface WrongDoor {
  /** Code of the problem; `method_not_allowed` where Migo has the path with other methods. */
  code: 'wrong_door' | 'method_not_allowed';
  method: Method | 'ALL';
  path: `/${string}`;
  /** Where to go instead. */
  detail: string;
}

const ASK_WITH_DEVICE = 'Ask with a device: GET /v1/devices/users/{authUserId}/terminals/{deviceId}.';
const STATEMENT = 'Statements are made per card at the Wallet Gateway: POST /v1/cards/{cardId}/statements.';
const FUNDS = 'Money is moved at the Wallet Gateway: POST or PUT /v1/cards/{cardId}/funds.';
const TRANSFER = 'Money is moved at the Wallet Gateway: POST /v1/cards/transfer.';

/**
 * Operations that Migo's documentation names as absent, with the right one. Migo: cms-api/overview, cms-api/permissions-roles,
 * merchants/terminals, terminal-payments/cancel-transaction.
 */
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
    detail: ASK_WITH_DEVICE,
  },
  listUserTerminals: {
    code: 'wrong_door',
    method: 'GET',
    path: '/devices/users/:authUserId/terminals',
    detail: ASK_WITH_DEVICE,
  },
  listBusinessUserTerminals: {
    code: 'wrong_door',
    method: 'GET',
    path: '/businesses/users/:authUserId/terminals',
    detail: ASK_WITH_DEVICE,
  },
  listBusinessTerminals: {
    code: 'wrong_door',
    method: 'GET',
    path: '/businesses/terminals',
    detail: ASK_WITH_DEVICE,
  },
  refundTerminalPayment: {
    code: 'wrong_door',
    method: 'POST',
    path: '/terminal-payment/:id/refund',
    detail: 'Refund by status: PATCH /v1/terminal-payment/{id} with status: "refunded".',
  },
  voidTerminalPayment: {
    code: 'wrong_door',
    method: 'POST',
    path: '/terminal-payment/:id/void',
    detail: 'Cancel by status: PATCH /v1/terminal-payment/{id} with status: "cancelled".',
  },
  ...moneyAtTheCms(),
};

/** Statements and money are the Wallet Gateway's, wherever below a partner somebody looks for them. */
function moneyAtTheCms(): Record<string, WrongDoor> {
  const places = [
    '',
    '/cards',
    '/cards/:cardId',
    '/cardholders/:cardholderId',
    '/cardholders/:cardholderId/cards/:cardId',
  ];
  const doors = places.flatMap((place) =>
    Object.entries({ statements: STATEMENT, funds: FUNDS, transfer: TRANSFER }).map(([flow, detail]): WrongDoor => {
      const path = `/partners/:partnerId${place}/${flow}` as const;
      return { code: 'wrong_door', method: 'ALL', path, detail };
    }),
  );
  return Object.fromEntries(doors.map((door, index) => [`moneyAtTheCms${index + 1}`, door]));
}
