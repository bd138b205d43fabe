import type { CallerKind } from '../../src/common/caller-kinds.js';
import type { UpstreamName } from '../../src/config/sections/upstream.settings.js';

/** What proves the caller upstream, in the words of the route list. */
export type DocumentedCredential =
  | 'application'
  | 'application + applicationId'
  | 'application + x-application-id'
  | 'operator'
  | 'JWT'
  | 'token'
  | 'raw token'
  | 'body keys';

export interface DocumentedRoute {
  /** E.g. `GET /cards/{cardId}/transfers/{month}/{year}`; below `/v1`. */
  operation: string;
  upstream: UpstreamName;
  /** Method and path there. */
  upstreamOperation: string;
  credential: DocumentedCredential;
  callers: readonly CallerKind[];
  /** `money`, `step-up`, `otp` (header `X-Otp`), `multipart`, or how the answer comes: `normalised`, `events`, `file`, `withheld`, `acknowledged`. */
  notes: readonly string[];
}

/**
 * The route list of the four Migo APIs, written down by hand beside the route tables: a row that is missing there, or goes
 * somewhere else, shows. One line each: method and path; upstream ones, where they differ; credential, where it is not the
 * upstream's usual one; callers (o, c, s, p); notes.
 */
const WALLET = `
POST   /users                                              | | | p o s |
POST   /users/auth/otp                                     | | | p c   | acknowledged
PUT    /users/auth/otp                                     | | | p c   | withheld
POST   /users/auth/password/reset                          | | | p     | withheld
POST   /users/invitation-code                              | | | c o s |
GET    /users/permissions                                  | | | o s   |
POST   /users/permissions                                  | | | o s   |
POST   /users/{id}/permissions                             | | | o s   |
PATCH  /users/{id}/permissions                             | | | o s   |
POST   /users/{userId}/cards/virtuals                      | | application + x-application-id | o s   |
POST   /users/{userId}/cards                               | | application + x-application-id | c o s |
GET    /users/{userId}/linked-cards                        | | | c o s |
POST   /users/{userId}/linked-cards                        | | application + x-application-id | c o s |
PATCH  /users/{userId}/linked-cards/{associationId}        | | | c o s |
DELETE /users/{userId}/linked-cards/{associationId}        | | | c o s |
POST   /cards/{cardId}/pin                                 | | | c s   |
POST   /cards/{cardId}/users/{authUserId}/pin              | | | o s   |
POST   /cards/{cardId}/funds                               | | application + x-application-id | o s   | money
PUT    /cards/{cardId}/funds                               | | | o s   | money
POST   /cards/transfer                                     | | application + x-application-id | c o s | money
GET    /cards/{cardId}/transfers/{month}/{year}            | | | c o s |
POST   /cards/{cardId}/statements                          | | | c o s |
POST   /card-transfers/types                               | | application + x-application-id | s     |
GET    /card-transfers/{id}                                | | | c o s |
POST   /leads                                              | | | p o s |
POST   /leads/files/upload/{fileName}                      | | application + x-application-id | o s   | file
POST   /businesses/{commerceId}/files                      | | | o s   | multipart
GET    /businesses/{commerceId}/docs                       | | | o s   |
GET    /devices/users/{authUserId}/terminals/{deviceId}    | | | c o s |
GET    /businesses/users/{authUserId}/terminals/{deviceId} | | | c o s |
GET    /devices/{deviceId}/transactions                    | | | c o s |
GET    /devices/{deviceId}/transactions/{transactionId}    | | | c o s |
PATCH  /businesses/terminals/{deviceId}                    | | | o s   |
DELETE /businesses/terminals/{deviceId}                    | | | o s   |
POST   /terminal-payment                                   | | | c s   | money, normalised
PATCH  /terminal-payment/{id}                              | | application + x-application-id | c s   | money
GET    /configs                      | | application + applicationId | s |
PATCH  /configs                      | | application + applicationId | s |
`;

const MIDDLEWARE = `
POST   /transactions                                          | POST /transactions                                                         | raw token | o s | money, normalised
POST   /transactions-hook                                     | POST /transactions-hook                                                    | body keys | p   | money, normalised
POST   /integrations/transactions                             | POST /api/v1/integrations/transactions                                     | token     | o s | money
POST   /integrations/transactions/{transactionId}/payment-intents | POST /api/v1/integrations/transactions/{transactionId}/payment-intents | token     | o s |
POST   /integrations/transactions/{transactionId}/payments    | POST /api/v1/integrations/transactions/{transactionId}/payments            | token     | o s | money
POST   /integrations/transactions/{transactionId}/dismiss     | POST /api/v1/integrations/transactions/{transactionId}/dismiss             | token     | o s | normalised
POST   /plans                                                 | POST /v1/plans                                     | | o s |
PUT    /plans                                                 | PUT /v1/plans                                      | | o s |
GET    /plans/list                                            | GET /v1/plans/list                                 | | o s |
GET    /plans/{planId}/client/{client}/detail                 | GET /v1/plans/{planId}/client/{client}/detail      | | o s |
GET    /subscriptions                                         | GET /v1/subscriptions                              | | o s |
PUT    /subscriptions                                         | PUT /v1/subscriptions                              | | o s |
GET    /subscriptions/detail/{subUid}                         | GET /v1/subscriptions/detail/{subUid}              | | o s |
DELETE /subscriptions/{subUid}                                | DELETE /v1/subscriptions/{subUid}                  | | o s |
POST   /subscriptions/verify-card                             | POST /v1/subscriptions/verify-card                 | | o s | money
POST   /subscriptions/payment-methods                         | POST /v1/subscriptions/payment-methods             | | o s |
DELETE /subscriptions/payment-methods                         | DELETE /v1/subscriptions/payment-methods           | | o s |
PUT    /subscriptions/payment-methods/set-default             | PUT /v1/subscriptions/payment-methods/set-default  | | o s |
POST   /subscriptions/charges                                 | POST /v1/subscriptions/charges                     | | o s | money
POST   /subscriptions/charges/upload-csv                      | POST /v1/subscriptions/charges/upload-csv          | | o s | money, multipart, normalised
GET    /subscriptions/payment-history                         | GET /v1/subscriptions/payment-history              | | o s |
POST   /revert                                                | POST /revert                                       | | o s | money
POST   /refund                                                | POST /refund                                       | | o s | money
`;

const CMS = `
GET    /partners/{partnerId}/cardholders                                      | GET /app/partners/{partnerId}/cardholders | | o s |
POST   /partners/{partnerId}/cardholders                                      | POST /app/partners/{partnerId}/cardholders | | o s |
POST   /partners/{partnerId}/cardholders/{cardholderId}                       | POST /app/partners/{partnerId}/cardholders/{cardholderId} | | o s | otp
GET    /partners/{partnerId}/cardholders/{cardholderId}                       | POST /app/partners/{partnerId}/cardholders/{cardholderId} | | o s | otp
POST   /partners/{partnerId}/cardholders/{cardholderId}/cards/association     | POST /app/partners/{partnerId}/cardholders/{cardholderId}/cards/association | | o s |
POST   /partners/{partnerId}/cardholders/upload                               | POST /app/partners/{partnerId}/cardholders/upload | | o s | multipart, step-up, otp
POST   /partners/{partnerId}/cards/upload                                     | POST /app/partners/{partnerId}/cards/upload | | o s | multipart, step-up, otp
GET    /partners/{partnerId}/cardholders/batch/{batchId}/progress             | GET /app/partners/{partnerId}/cardholders/batch/{batchId}/progress | | o s | events
POST   /partners/{partnerId}/process-request                                  | POST /app/partners/{partnerId}/process-request | | o s | multipart, otp
GET    /partners/{partnerId}/process-request                                  | GET /app/partners/{partnerId}/process-request | | o s |
GET    /partners/{partnerId}/process-requests                                 | GET /app/partners/{partnerId}/process-requests | | o s |
GET    /partners/{partnerId}/balance                                          | GET /app/partners/{partnerId}/balance | | o s |
GET    /modules                                                               | GET /app/modules | | o s |
POST   /permissions                                                           | POST /app/permissions | | o s |
GET    /cms-users/{cmsUserId}/partners/{partnerId}/permissions                | GET /app/users/{cmsUserId}/partners/{partnerId}/permissions | | o s |
`;

const PAYMENTS = `
GET    /transactions/search | GET /transactions | | o s |
`;

const CALLERS: Readonly<Record<string, CallerKind>> = { o: 'operator', c: 'cardholder', s: 'service', p: 'public' };

export const DOCUMENTED_ROUTES: readonly DocumentedRoute[] = [
  ...routesOf('wallet', WALLET, 'application'),
  ...routesOf('middleware', MIDDLEWARE, 'JWT'),
  ...routesOf('cms', CMS, 'operator'),
  ...routesOf('payments', PAYMENTS, 'JWT'),
];

/** A method and a path in the spelling of Nest's routes, as the list has them. */
export function operationOf(method: string, path: string): string {
  return `${method} ${path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`;
}

function routesOf(upstream: UpstreamName, list: string, usual: DocumentedCredential): DocumentedRoute[] {
  const lines = list.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [operation = '', there = '', credential = '', callers = '', notes = ''] = line
      .split('|')
      .map((cell) => cell.trim().replaceAll(/ +/g, ' '));
    return {
      operation,
      upstream,
      upstreamOperation: there === '' ? operation : there,
      credential: credential === '' ? usual : (credential as DocumentedCredential),
      callers: callers.split(' ').map((letter) => CALLERS[letter] ?? unknownCaller(line)),
      notes: notes === '' ? [] : notes.split(', ').sort(),
    };
  });
}

function unknownCaller(line: string): never {
  throw new Error(`no caller: ${line}`);
}
