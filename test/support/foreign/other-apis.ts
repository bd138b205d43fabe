import { type Application, loginOperations } from './application-login.js';
import { type ForeignCall, type Operations, Refused, textField } from './foreign-server.js';
import type { Issued, OpaqueTokens } from './opaque-tokens.js';

export const CARD_ID = 770_001;
export const TRANSACTION = 'txn-xela-0001';
export const PLAN = 'plan-xela-oro';
/** Text, because its number is none that JavaScript can hold. */
export const MOVEMENTS = `[ {"uid":"${TRANSACTION}", "amount":90071992547409931.10, "raw":{"iso":"0210"}} ]`;

const WALLET_LOGIN = { login: '/auth/login', refresh: '/auth/refresh' };
/** Moved by this deployment: the settings name them. */
export const PAYMENTS_PATHS = {
  login: '/oauth/login',
  refresh: '/oauth/renew',
  transactionSearch: '/search/movements',
};

function expiries({ accessEnds, refreshEnds }: Issued): object {
  return { expirationToken: accessEnds, expirationRefreshToken: refreshEnds };
}

/** A Wallet Gateway whose token fields stand at the top level, in the envelope of the quick start. */
export function walletOperations(application: Application, tokens: OpaqueTokens): Operations {
  const shape = (issued: Issued): unknown => {
    const { accessToken, refreshToken } = issued;
    return { statusCode: 200, message: 'ok', accessToken, refreshToken, ...expiries(issued), data: null, scope: [] };
  };
  return {
    ...loginOperations({ application, tokens, paths: WALLET_LOGIN, shape, signature: 'required' }),
    'POST /cards/{}/statements': (call, body, [cardId]) => {
      checkApplication(tokens, call);
      if (cardId !== String(CARD_ID)) throw new Refused(404, '7200', 'card not found');
      const statement = { statementId: 1, cardId: CARD_ID, pages: null, ...(body as object) };
      return { status: 201, body: { success: true, message: 'listo', data: statement, took: 3 } };
    },
  };
}

/** A Middleware that gives its JWT by login, the expiries as text. */
export function middlewareOperations(application: Application, tokens: OpaqueTokens): Operations {
  const subscriptions: unknown[] = [];
  const shape = (issued: Issued): unknown => {
    const { accessToken, refreshToken } = issued;
    const times = Object.fromEntries(Object.entries(expiries(issued)).map(([name, time]) => [name, String(time)]));
    return { success: true, message: 'ok', data: { type: 'Bearer', accessToken, refreshToken, ...times } };
  };
  return {
    ...loginOperations({ application, tokens, paths: WALLET_LOGIN, shape, signature: 'required' }),
    'POST /v1/subscriptions/verify-card': (call, body) => {
      checkApplication(tokens, call);
      if (textField(body, 'uid') !== TRANSACTION) throw new Refused(404, '2000', 'no such transaction');
      const subscription = { subUid: `sub-${subscriptions.length + 1}`, planUid: textField(body, 'planUid') };
      subscriptions.push({ ...subscription, status: 'active', provider: 'x' });
      const data = { verified: true, cardId: 'crd-1', subscription: { ...subscription, status: 'active' } };
      return { status: 200, body: { success: true, message: 'ok', data, trackingId: 't-1' } };
    },
    'GET /v1/subscriptions': (call) => {
      checkApplication(tokens, call);
      return { status: 200, body: { success: true, data: subscriptions, total: subscriptions.length } };
    },
  };
}

/** A Migo Payments API whose login has its tokens beside a `data` that is about something else, and whose list is bare. */
export function paymentsOperations(application: Application, tokens: OpaqueTokens): Operations {
  const shape = (issued: Issued): unknown => {
    const { accessToken, refreshToken, accessEnds } = issued;
    const data = { merchantName: 'Cooperativa Xela', tier: 2 };
    return { success: true, data, accessToken, refreshToken, expirationToken: accessEnds };
  };
  return {
    ...loginOperations({ application, tokens, paths: PAYMENTS_PATHS, shape, signature: 'required' }),
    [`GET ${PAYMENTS_PATHS.transactionSearch}`]: (call) => {
      checkApplication(tokens, call);
      return { status: 200, body: MOVEMENTS };
    },
  };
}

function checkApplication(tokens: OpaqueTokens, { headers }: ForeignCall): void {
  tokens.subjectOf('application', headers.authorization);
  if (headers['x-user-token'] !== undefined) throw new Refused(400, '7000', 'x-user-token is for the CMS only');
}
