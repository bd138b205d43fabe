import { APPLICATION_ID, CLIENT, list, success } from './foreign-row.js';
import { type WalletTable, X_APPLICATION_ID } from './wallet-table.js';

const PHOTO = { name: 'fachada.jpg', type: 'image/jpeg', content: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]) };
const BILL = { name: 'recibo de luz.pdf', type: 'application/pdf', content: '%PDF-1.4\n%%EOF\n' };
const TERMINAL = '{"terminalId":9001,"deviceId":"android:9f3c-77","isActive":true}';
const PAYMENT =
  '{"id":4711,"terminalId":9001,"externalId":"","subtotal":"10.5000","totalAmount":"0","status":"created","currency":"GTQ","additionalData":null}';

/** wallet-gateway.md: leads, businesses, terminals, terminal payments, configuration. */
export const SHOPS: WalletTable = {
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
