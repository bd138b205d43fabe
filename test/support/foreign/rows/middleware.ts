import { bare, CLIENT, type ForeignCredential, type ForeignRow, list, success } from './foreign-row.js';

type MiddlewareRow = Omit<ForeignRow, 'at' | 'door' | 'callers' | 'credential'> & { credential?: ForeignCredential };

const LINK = { uid: 'trx_abc123def456', reference: 'COOPXELA020007SB' };
const URL_ = 'https://sandbox.migopayments.com/?orderId=trx_abc123def456';
/** C12: the address as `URL` at the top, or as `data.url`. */
const LINK_ANSWERS: ForeignRow['answers'] = [
  bare(JSON.stringify({ ...LINK, URL: URL_ }), { success: true, data: { ...LINK, URL: URL_ } }),
  bare(
    JSON.stringify({ success: true, data: { ...LINK, url: URL_ } }),
    { success: true, data: { ...LINK, url: URL_ } },
    201,
  ),
];
const SUBSCRIPTION =
  '{"subUid":"sub-xela-9","planUid":"plan-xela-oro","status":"active","amount":125.5000,"currency":"GTQ"}';
const PLAN = '{"planUid":"plan-xela-oro","amount":125.5000,"type":"interval"}';
const METHOD = '{"userId":"50277778888","clientId":"coopXela","cardId":"crd-1"}';
const FILE = {
  name: 'cobros de octubre.csv',
  type: 'text/csv',
  content: 'subscriptionId,amount\nsub-xela-9,10.5000\n',
};

/** Added by the gateway, so that no page has them. */
export const BODY_KEYS = {
  publicKey: '33333333-3333-4333-8333-333333333333',
  privateKey: '44444444-4444-4444-8444-444444444444',
};

/** middleware.md, sections 5 to 10. The door leaves out `/api/v1` and `/v1`. */
const TABLE: Readonly<Record<string, MiddlewareRow>> = {
  'POST /transactions': {
    credential: 'raw token',
    body: `{"amount":125.50,"userId":"50255551234","channel":"wa","client":"${CLIENT}","currency":"GTQ","ads":[]}`,
    money: true,
    answers: LINK_ANSWERS,
  },
  'POST /transactions-hook': {
    credential: 'body keys',
    body: '{"amount":125.50,"currency":"GTQ","channel":"web"}',
    requires: ['publicKey', 'privateKey'],
    // A page that names no merchant speaks for its partner's.
    adds: { ...BODY_KEYS, client: CLIENT },
    answers: LINK_ANSWERS,
  },
  'POST /api/v1/integrations/transactions': {
    credential: 'token',
    body: `{"amount":100.2500,"channel":"pos","client":"${CLIENT}","userId":"+50224865444","customKeys":{"orderId":"1"}}`,
    requires: ['amount', 'channel', 'client', 'userId'],
    money: true,
    answers: [
      {
        status: 201,
        body: '{"success":true,"message":"Transaction created","data":{"uid":"4711","paymentMethods":["zigi","unheardOf"],"expireAt":900}}',
      },
    ],
  },
  'POST /api/v1/integrations/transactions/{transactionId}/payment-intents': {
    credential: 'token',
    body: '{"processor":"unheardOf"}',
    requires: ['processor'],
    answers: [
      { status: 200, body: '{"success":true,"data":null}' },
      success('{"requiredFields":{"phoneNumber":{"description":"x","required":false},"note":"one of"}}'),
    ],
  },
  'POST /api/v1/integrations/transactions/{transactionId}/payments': {
    credential: 'token',
    body: '{"processor":"zigi","data":{}}',
    requires: ['processor', 'data'],
    money: true,
    answers: [
      success('{"transaction_id":"4711","type":"qr","data":"zigi:4711","cancelAt":null}'),
      success('{"transaction_id":"4711","type":"unheardOf","data":{"a":[1.10]},"cancelAt":null}', 201),
    ],
  },
  // V8 and V9.
  'POST /api/v1/integrations/transactions/{transactionId}/dismiss': {
    credential: 'token',
    body: '{"reason":"cliente","ticket":77}',
    answers: [
      { status: 200, body: 'OK', type: 'text/plain; charset=utf-8', arrives: { success: true, message: 'OK' } },
      bare('{"message":"cancelled","transaction":{"uid":"4711","status":"CANCELLED"}}', {
        success: true,
        message: 'cancelled',
        data: { transaction: { uid: '4711', status: 'CANCELLED' } },
      }),
    ],
  },
  'POST /v1/plans': {
    body: `{"plan":{"name":"Oro","amount":125.5000,"currency":"GTQ","type":"fixedDay","frequency":{"frequency":0,"day":1}},"client":"${CLIENT}"}`,
    requires: ['plan', 'plan.name', 'plan.amount', 'plan.currency', 'plan.frequency', 'plan.frequency.frequency'],
    answers: [success(PLAN, 201), success(PLAN)],
  },
  'PUT /v1/plans': { body: '{"id":"plan-xela-oro","name":"Oro 2"}', answers: [success(PLAN)] },
  'GET /v1/plans/list': { answers: list(PLAN, 'rows') },
  'GET /v1/plans/{planId}/client/{client}/detail': { answers: [success(PLAN)] },
  'GET /v1/subscriptions/detail/{subUid}': { answers: [success(SUBSCRIPTION)] },
  'GET /v1/subscriptions/payment-history': {
    query: 'subscriptionId=sub-xela-9',
    requires: ['?subscriptionId'],
    answers: [success('[{"state":"unheardOf","amount":10.5000}]')],
  },
  'GET /v1/subscriptions': {
    query: `userId=%2B50224865444&clientId=${CLIENT}`,
    requires: ['?userId', '?clientId'],
    answers: list(SUBSCRIPTION, 'results'),
  },
  'PUT /v1/subscriptions': {
    body: '{"subscription":"sub-xela-9","email":"a@b.example"}',
    answers: [success(SUBSCRIPTION)],
  },
  'POST /v1/subscriptions/verify-card': {
    body: '{"uid":"4711","processor":"bac-xela","cardInfo":{"token":"tok_xela_1"},"shouldCreateSubscription":true,"planUid":"plan-xela-oro"}',
    requires: ['uid', 'processor', 'cardInfo'],
    money: true,
    answers: [
      success('{"verified":true,"cardId":"crd-1","subscription":{"subUid":"sub-xela-9","status":"active"}}'),
      success('{"verified":true}', 201),
    ],
  },
  'PUT /v1/subscriptions/payment-methods/set-default': { body: METHOD, answers: [success(METHOD)] },
  'POST /v1/subscriptions/payment-methods': {
    body: '{"tokenizeData":{"userId":"50277778888","clientId":"coopXela","processorId":"p","cardId":"crd-1","alias":"a"}}',
    requires: ['tokenizeData'],
    answers: [success(METHOD, 201)],
  },
  'DELETE /v1/subscriptions/payment-methods': { body: METHOD, answers: [success('{}'), success('null')] },
  'POST /v1/subscriptions/charges/upload-csv': {
    form: { fields: { clientId: CLIENT }, files: { file: FILE } },
    requires: ['clientId', 'file'],
    money: true,
    answers: [
      bare(
        '{"success":true,"message":"File received...","trackingId":"V1StGXR8_Z5jdHi6B-myT"}',
        { success: true, message: 'File received...', data: { trackingId: 'V1StGXR8_Z5jdHi6B-myT' } },
        202,
      ),
    ],
  },
  'POST /v1/subscriptions/charges': {
    body: `{"client":"${CLIENT}","data":[{"subscriptionId":"sub-xela-9","amount":10.5000,"metadata":"libre"}]}`,
    requires: ['client', 'data'],
    money: true,
    answers: [
      {
        status: 202,
        body: `{"success":true,"message":"Batch received","data":{"clientId":"${CLIENT}","batchId":"b-1","totals":{},"errorsSample":[]}}`,
      },
    ],
  },
  'DELETE /v1/subscriptions/{subUid}': { answers: [success(SUBSCRIPTION), success('null')] },
  'POST /revert': {
    body: '{"transactionUid":"4711","processor":"quickPayQR"}',
    requires: ['transactionUid', 'processor'],
    money: true,
    answers: [success('{"status":"reversed"}')],
  },
  'POST /refund': { body: '{"uid":"4711","parts":[1.10]}', money: true, answers: [success('{"status":"refunded"}')] },
};

export const MIDDLEWARE_ROWS: readonly ForeignRow[] = Object.entries(TABLE).map(([at, row]) => ({
  credential: 'jwt',
  ...row,
  at,
  door: at.replace(/ \/(api\/)?v1\//, ' /'),
  callers: row.credential === 'body keys' ? ['p'] : ['o', 's'],
}));
