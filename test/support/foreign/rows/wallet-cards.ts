import { CLIENT, list, success } from './foreign-row.js';
import { type WalletTable, X_APPLICATION_ID } from './wallet-table.js';

const MOVEMENT = '{"id":88412,"amount":90071992547409931.1000,"status":"liquidated","type":"unheardOf"}';

/** wallet-gateway.md: cards, linked cards, money and transfers. */
export const CARDS: WalletTable = {
  'POST /users/{userId}/cards/virtuals': [
    'o s',
    { arriving: X_APPLICATION_ID, answers: [success('{"cardId":770002}', 201)] },
  ],
  'POST /users/{userId}/cards': [
    'c o s',
    {
      query: `clientId=%${CLIENT.charCodeAt(0).toString(16)}${CLIENT.slice(1)}`,
      body: '{"card":"4532015112830366","alias":"Planilla"}',
      requires: ['card', '?clientId'],
      arriving: X_APPLICATION_ID,
      answers: [success('{"cardId":770003,"alias":"Planilla"}', 201)],
    },
  ],
  'GET /users/{userId}/linked-cards': [
    'c o s',
    { answers: list('{"associationId":"asoc 1é+","alias":"Mamá"}', 'rows') },
  ],
  'POST /users/{userId}/linked-cards': [
    'c o s',
    {
      body: '{"email":"mama@xela.example","suffix":"0007","alias":"Mam\\u00e1"}',
      requires: ['email', 'suffix', 'alias'],
      arriving: X_APPLICATION_ID,
      answers: [success('{"associationId":12}', 201)],
    },
  ],
  'PATCH /users/{userId}/linked-cards/{associationId}': [
    'c o s',
    { body: '{"alias":"Mamá"}', requires: ['alias'], answers: [success('{"alias":"Mamá"}')] },
  ],
  'DELETE /users/{userId}/linked-cards/{associationId}': ['c o s', { answers: [success('null')] }],
  'POST /cards/{cardId}/pin': ['c s', { body: '{ "pin" : "0481" }', requires: ['pin'], answers: [success('{}')] }],
  'POST /cards/{cardId}/users/{authUserId}/pin': [
    'o s',
    { body: '{"pin":"0481"}', requires: ['pin'], answers: [success('{}')] },
  ],
  'POST /cards/{cardId}/funds': [
    'o s',
    {
      body: '{"amount":10.5000,"operation":"ADD_FUNDS","channel":"KIOSK","reference":"xela-1","customKeys":{"n":12345678901234567890}}',
      requires: ['amount', 'operation', 'channel', 'reference'],
      arriving: X_APPLICATION_ID,
      money: true,
      answers: [success('{"balance":90071992547409931.1000}'), success('{"balance":"1"}', 201)],
    },
  ],
  'PUT /cards/{cardId}/funds': [
    'o s',
    {
      body: '{"amount":1e1,"operation":"WITHDRAW_FUNDS","reference":"xela-2","observations":"ajuste"}',
      requires: ['amount', 'operation', 'reference'],
      money: true,
      answers: [success('{"balance":0.0001}')],
    },
  ],
  'POST /cards/{cardId}/statements': [
    'c o s',
    {
      body: '{"month":"10","year":"2026","format":"pdf"}',
      answers: [success('{"statementId":1,"status":"accepted"}', 201)],
    },
  ],
  'POST /cards/transfer': [
    'c o s',
    {
      body: '{"fromCardId":770001,"toCardId":770002,"amount":0.0010}',
      requires: ['fromCardId', 'toCardId', 'amount'],
      arriving: X_APPLICATION_ID,
      money: true,
      answers: [success(MOVEMENT, 201), success(MOVEMENT)],
    },
  ],
  'GET /cards/{cardId}/transfers/{month}/{year}': ['c o s', { answers: list(MOVEMENT, 'results') }],
  'POST /card-transfers/types': [
    's',
    {
      body: '{"types":[{"type":"unheardOf","channel":"webService","movementType":"debit","model":"settlement"}]}',
      requires: ['types'],
      arriving: X_APPLICATION_ID,
      answers: [success('[1]', 201)],
    },
  ],
  'GET /card-transfers/{id}': ['c o s', { answers: [success(MOVEMENT)] }],
};
