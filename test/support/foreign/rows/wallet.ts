import {
  APPLICATION_ID,
  type CallerLetter,
  CARDHOLDER_ID,
  CLIENT,
  type ForeignRow,
  list,
  success,
} from './foreign-row.js';

type WalletRow = Omit<ForeignRow, 'at' | 'door' | 'callers' | 'credential'>;

const X_APPLICATION_ID = { 'x-application-id': APPLICATION_ID };
const WITHHELD = { success: true, message: 'listo' };
const TOKENS = '{"accessToken":"elevated-xela","refreshToken":"elevated-xela-2"}';
const PHOTO = { name: 'fachada.jpg', type: 'image/jpeg', content: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]) };
const BILL = { name: 'recibo de luz.pdf', type: 'application/pdf', content: '%PDF-1.4\n%%EOF\n' };
const GRANTS = '{"permissions":[{"roleId":2,"permissionId":44,"granted":true}]}';
const MOVEMENT = '{"id":88412,"amount":90071992547409931.1000,"status":"liquidated","type":"unheardOf"}';
const TERMINAL = '{"terminalId":9001,"deviceId":"android:9f3c-77","isActive":true}';
const PAYMENT =
  '{"id":4711,"terminalId":9001,"externalId":"","subtotal":"10.5000","totalAmount":"0","status":"created","currency":"GTQ","additionalData":null}';

/** wallet-gateway.md, sections 5 to 13; the door is the same path. */
const TABLE: Readonly<Record<string, readonly [callers: string, row: WalletRow]>> = {
  // Mode 1, and the direct mode, for which no field is documented as required.
  'POST /users': [
    'p o s',
    {
      body: '{"deviceId":"android:9f3c-77","invitationCode":"XELA-1","username":"rosa@xela.example","password":"Clave-Xela-1!","confirmPassword":"Clave-Xela-1!","termsAndConditionsAccepted":true}',
      requires: ['deviceId', 'invitationCode', 'username', 'password', 'confirmPassword'],
      answers: [success(`{"userId":"${CARDHOLDER_ID}"}`, 201), success('{"userId":502248}')],
    },
  ],
  'POST /users/auth/otp': [
    'p c',
    {
      body: '{"email":"rosa@xela.example","purpose":"pin_change"}',
      requires: ['email', 'purpose'],
      answers: [
        { ...success('{}'), arrives: { success: true, message: 'If the account exists, a code was sent' } },
        {
          status: 200,
          body: `{"statusCode":200,"message":"ok"}`,
          arrives: { success: true, message: 'If the account exists, a code was sent' },
        },
      ],
    },
  ],
  'PUT /users/auth/otp': [
    'p c',
    {
      body: '{"email":"rosa@xela.example","otp":"492817","purpose":"pin_change"}',
      requires: ['email', 'otp', 'purpose'],
      answers: [{ ...success(TOKENS), arrives: WITHHELD }],
    },
  ],
  'POST /users/auth/password/reset': [
    'p',
    {
      body: '{"email":"olvido@xela.example","code":"492817","newPassword":"Clave-Xela-2!"}',
      answers: [{ ...success('{"accessToken":"reset-xela"}'), arrives: WITHHELD }],
    },
  ],
  // The name and the values of the role are not documented.
  'POST /users/invitation-code': [
    'c o s',
    { body: '{"role":"cashier","branch":"centro"}', answers: [success('{"invitationCode":"XELA-2"}', 201)] },
  ],
  'GET /users/permissions': [
    'o s',
    { answers: list('{"permissionId":44,"resource":"cards","action":"checkCvv"}', 'docs') },
  ],
  'POST /users/permissions': [
    'o s',
    {
      body: '{"permissions":[{"resource":"cards","action":"x"}]}',
      requires: ['permissions'],
      answers: [success('[45]', 201)],
    },
  ],
  'POST /users/{id}/permissions': ['o s', { body: GRANTS, requires: ['permissions'], answers: [success('{}')] }],
  'PATCH /users/{id}/permissions': ['o s', { body: GRANTS, requires: ['permissions'], answers: [success('{}')] }],

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

  'POST /leads': [
    'p o s',
    {
      body: '{"gender":"OTHER","cui":"2547896310101","expirationDate":"2031-05-30","firstName":"Olga","lastName":"Paz","commercialName":"Café","country":"GTM"}',
      requires: ['gender', 'cui', 'expirationDate', 'firstName', 'lastName', 'commercialName'],
      headers: { 'x-merchant-id': CLIENT },
      arriving: { 'x-merchant-id': CLIENT },
      answers: [{ status: 201, body: '{ "success":true,"data":{"_id":"6650aa","invitationCode":"XELA-3"} }' }],
    },
  ],
  'POST /leads/files/upload/{fileName}': [
    'o s',
    { arriving: X_APPLICATION_ID, answers: [{ status: 200, body: 'bytes of a picture', type: 'image/png' }] },
  ],
  'POST /businesses/{commerceId}/files': [
    'o s',
    {
      form: { fields: {}, files: { businessPhoto: PHOTO, utilityBill: BILL } },
      requires: ['businessPhoto', 'utilityBill'],
      answers: [success('{"stored":2}', 201)],
    },
  ],
  'GET /businesses/{commerceId}/docs': ['o s', { answers: list('{"url":"https://files.example/x?sig=1"}', 'items') }],

  'GET /devices/users/{authUserId}/terminals/{deviceId}': ['c o s', { answers: [success(TERMINAL)] }],
  'GET /businesses/users/{authUserId}/terminals/{deviceId}': ['c o s', { answers: [success(TERMINAL)] }],
  'GET /devices/{deviceId}/transactions': ['c o s', { answers: list(PAYMENT, 'docs') }],
  'GET /devices/{deviceId}/transactions/{transactionId}': ['c o s', { answers: [success(PAYMENT)] }],
  'PATCH /businesses/terminals/{deviceId}': [
    'o s',
    { body: '{"isActive":false,"terminalType":"unheardOf"}', requires: ['isActive'], answers: [success(TERMINAL)] },
  ],
  'DELETE /businesses/terminals/{deviceId}': ['o s', { answers: [success('{}')] }],

  // Its own envelope, with the HTTP status in it once more.
  'POST /terminal-payment': [
    'c s',
    {
      body: '{"subtotal":10.5000,"deviceId":"android:9f3c-77"}',
      requires: ['subtotal', 'deviceId'],
      money: true,
      answers: [
        {
          status: 200,
          body: `{"success":true,"status":200,"message":"creado","data":${PAYMENT}}`,
          arrives: { success: true, message: 'creado', data: JSON.parse(PAYMENT) as object },
        },
        {
          status: 201,
          body: `{"statusCode":201,"message":"ok","data":${PAYMENT}}`,
          arrives: { success: true, message: 'ok', data: JSON.parse(PAYMENT) as object },
        },
      ],
    },
  ],
  'PATCH /terminal-payment/{id}': [
    'c s',
    {
      body: '{"status":"refunded"}',
      arriving: X_APPLICATION_ID,
      money: true,
      answers: [{ status: 200, body: '{"success":true,"data":{}}' }],
    },
  ],
  'GET /configs': ['s', { arriving: { applicationid: APPLICATION_ID }, answers: [success('{"locale":"es-GT"}')] }],
  'PATCH /configs': [
    's',
    {
      body: '{"locale":"es-SV"}',
      arriving: { applicationid: APPLICATION_ID },
      answers: [success('{"locale":"es-SV"}')],
    },
  ],
};

export const WALLET_ROWS: readonly ForeignRow[] = Object.entries(TABLE).map(([at, [callers, row]]) => ({
  ...row,
  at,
  door: at,
  callers: callers.split(' ') as CallerLetter[],
  credential: 'application',
}));
