import { type Application, loginOperations } from './application-login.js';
import { type ForeignCall, type Operation, type Operations, Refused, textField } from './foreign-server.js';
import type { Issued, OpaqueTokens } from './opaque-tokens.js';

export const OPERATOR = { email: 'marta.ixcot@coop-xela.example', password: 'Xela-Pass-7!', id: 90_210 };
export const PARTNER_ID = 'coop-xela-77';

const PERMISSIONS = [
  { permissionId: 1, resource: 'cardholders', action: 'list', label: 'List' },
  { permissionId: 44, resource: 'cards-admin', action: 'detail', label: 'Card detail', since: '2026-01-01' },
];

/** Tokens in `data`, and nowhere a word of how long they live. */
function shape({ accessToken, refreshToken }: Issued, extra: object = {}): unknown {
  return { success: true, data: { ...extra, accessToken, refreshToken, tokenKind: 'opaque' }, serverTime: 'unknown' };
}

/** A CMS Backoffice: number ids, lists in `docs`, permissions in an object. */
export function cmsOperations(application: Application, tokens: OpaqueTokens): Operations {
  const cardholders: unknown[] = [
    { cardholderId: 'xe-1', partnerId: PARTNER_ID, name: 'Rosa', email: 'rosa@x.example', score: null },
  ];
  const asOperator =
    (operation: Operation): Operation =>
    (call, body, params) => {
      checkTokens(tokens, call);
      return operation(call, body, params);
    };
  return {
    ...loginOperations({
      application,
      tokens,
      paths: { login: '/app/auth/login', refresh: '/app/auth/refresh' },
      shape,
      signature: 'optional',
    }),
    'POST /app/users/login': ({ headers }, body) => {
      tokens.subjectOf('application', headers.authorization);
      const right = textField(body, 'email') === OPERATOR.email && textField(body, 'password') === OPERATOR.password;
      if (!right) throw new Refused(401, '7101', 'no such user');
      const profile = { id: OPERATOR.id, email: OPERATOR.email, name: 'Marta Ixcot', avatar: null, roles: [{ id: 1 }] };
      return { status: 200, body: shape(tokens.issue('user', String(OPERATOR.id)), profile) };
    },
    'POST /app/users/refresh': (_call, body) => ({
      status: 200,
      body: shape(tokens.refresh('user', textField(body, 'refreshToken'))),
    }),
    'GET /app/partners/{}/cardholders': asOperator((_call, _body, [partnerId]) => {
      if (partnerId !== PARTNER_ID) throw new Refused(403, '8001', 'not your partner');
      const data = { docs: cardholders, totalDocs: cardholders.length, hasNextPage: false };
      return { status: 200, body: { success: true, message: 'ok', data, node: 'cms-2' } };
    }),
    'POST /app/partners/{}/cardholders': asOperator((_call, body, [partnerId]) => {
      if (partnerId !== PARTNER_ID) throw new Refused(403, '8001', 'not your partner');
      const created = { cardholderId: `xe-${cardholders.length + 1}`, email: textField(body, 'email') };
      cardholders.unshift(created);
      return { status: 201, body: { success: true, message: 'creado', data: created } };
    }),
    'GET /app/users/{}/partners/{}/permissions': asOperator((_call, _body, [userId, partnerId]) => {
      if (userId !== String(OPERATOR.id) || partnerId !== PARTNER_ID) throw new Refused(403, '8001', 'not assigned');
      return { status: 200, body: { success: true, data: { permissions: PERMISSIONS, inherited: [] } } };
    }),
  };
}

/** Both tokens, both with their prefix (Migo: cms-api). */
function checkTokens(tokens: OpaqueTokens, { headers }: ForeignCall): void {
  tokens.subjectOf('application', headers.authorization);
  tokens.subjectOf('user', headers['x-user-token']);
}
