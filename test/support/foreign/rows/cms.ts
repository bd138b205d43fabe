import { PARTNER_ID } from '../cms.js';
import { type ForeignRow, list, success } from './foreign-row.js';

type CmsRow = Omit<ForeignRow, 'at' | 'door' | 'callers' | 'credential'>;

const PARTNER = '/app/partners/{partnerId}';
const HOLDER = '{"cardholderId":"xe-1","name":"Rosa","score":null,"cards":[{"cardId":770001}]}';
const REQUEST = '{"id":"prq-1","requestedAmount":1500.5000,"status":"unheardOf"}';
const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** The beginning of a ZIP archive; nobody here looks further. */
const WORKBOOK = { name: 'carga ñ.xlsx', type: WORKBOOK_TYPE, content: Buffer.from('504b0304140000000800', 'hex') };

/** All pairs that the page names (section A11). */
const ACTIONS: Readonly<Record<string, string>> = {
  users: 'create update list detail change_status',
  'bulk-create': 'create',
  cardholders: 'create update list detail otp',
  'cards-admin': 'activate block unblock transfer addFunds withdrawFunds detail otp balance-account',
  'card-movements': 'list detail revert',
  'balance-management': 'create list cancel otp',
  approvals: 'list detail update',
};
const PAIRS = Object.entries(ACTIONS).flatMap(([resource, actions]) =>
  actions.split(' ').map((action) => ({ resource, action })),
);
const NUMBERED = JSON.stringify(PAIRS.map((pair, index) => ({ permissionId: index + 1, ...pair })));
const NAMED = JSON.stringify({ permissions: PAIRS.map((pair) => ({ ...pair, label: 'x' })), inherited: [] });

const NEW_HOLDER =
  '{"name":"Ixmucané","lastName":"Tzoc","address":"12 av. 3-45","countryOfBirth":"GT","dateOfBirth":"1988-02-29","maritalStatus":"separado","gender":"OTHER","phoneNumber":"50277778888","email":"i@xela.example","documentType":"RESIDENCE_ID","documentNumber":"GT-998877","cardId":770001}';

/** cms-and-payments-api.md, section A6, rows 7 to 21 without the grant that has no path. The door leaves out `/app`. */
const TABLE: Readonly<Record<string, CmsRow>> = {
  [`POST ${PARTNER}/cardholders/upload`]: {
    form: { fields: {}, files: { users: WORKBOOK } },
    requires: ['users'],
    stepUp: true,
    answers: [{ status: 200, body: '{"success":true,"message":"ok","data":{"id":"bat_01HAAA"}}' }],
  },
  [`POST ${PARTNER}/cards/upload`]: {
    form: { fields: {}, files: { cards: WORKBOOK } },
    requires: ['cards'],
    stepUp: true,
    answers: [success('{"id":"bat_01HAAB"}'), success('{"batch":{"id":7}}', 202)],
  },
  [`GET ${PARTNER}/cardholders/batch/{batchId}/progress`]: {
    headers: { accept: 'text/event-stream' },
    arriving: { accept: 'text/event-stream' },
    answers: [
      {
        status: 200,
        type: 'text/event-stream',
        body: 'data: {"batchId":"bat_01HAAA"}\n\ndata: {"batchId":"bat_01HAAA","x":1}\n\n',
      },
      {
        status: 200,
        type: 'text/event-stream; charset=utf-8',
        body: ': alive\n\nid: 7\nretry: 900\ndata: {"batchId":"bat_01HAAA"}\n\n',
      },
    ],
  },
  [`GET ${PARTNER}/cardholders`]: {
    query: 'page=1&limit=50&searchText=&sortBy=createdAt&sortOrder=desc',
    answers: list(HOLDER, 'docs'),
  },
  [`POST ${PARTNER}/cardholders`]: {
    body: NEW_HOLDER,
    requires: Object.keys(JSON.parse(NEW_HOLDER) as object),
    answers: [success(HOLDER, 201), success('null')],
  },
  [`POST ${PARTNER}/cardholders/{cardholderId}`]: { body: '{"otp":"492817"}', answers: [success(HOLDER)] },
  [`POST ${PARTNER}/cardholders/{cardholderId}/cards/association`]: {
    body: '{"email":"mama@xela.example","suffix":"0007","alias":"Mamá"}',
    requires: ['email', 'suffix', 'alias'],
    answers: [success('{}', 201)],
  },
  [`POST ${PARTNER}/process-request`]: {
    form: {
      fields: { requestedAmount: '1500.5000', observations: 'Planilla', otp: '492817' },
      files: {
        evidence: { name: 'boleta.webp', type: 'image/webp', content: Buffer.from('RIFF\x04\0\0\0WEBP', 'latin1') },
      },
    },
    requires: ['requestedAmount', 'evidence'],
    answers: [success(REQUEST, 201)],
  },
  [`GET ${PARTNER}/process-request`]: { answers: list(REQUEST, 'rows') },
  [`GET ${PARTNER}/process-requests`]: { query: 'page=2&limit=10', answers: list(REQUEST, 'results') },
  [`GET ${PARTNER}/balance`]: {
    answers: [
      success(`{"id":1,"clientId":"${PARTNER_ID}","available":126501.0000,"currency":"GTQ"}`),
      { status: 200, body: `{"id":"b-1","clientId":"${PARTNER_ID}","available":"126501.0000","currency":"GTQ"}` },
    ],
  },
  'GET /app/modules': { answers: list('{"module":"x","permissions":[]}', 'items') },
  'POST /app/permissions': {
    body: '{"permissions":[{"resource":"finance","action":"export"}]}',
    requires: ['permissions'],
    answers: [success('[31]', 201)],
  },
  'GET /app/users/{cmsUserId}/partners/{partnerId}/permissions': {
    answers: [success(NUMBERED), success(NAMED)],
  },
};

const CALLERS = ['o', 's'] as const;

export const CMS_ROWS: readonly ForeignRow[] = [
  ...Object.entries(TABLE).map(([at, row]): ForeignRow => ({
    ...row,
    at,
    door: at.replace(' /app/users/', ' /cms-users/').replace(' /app/', ' /'),
    callers: CALLERS,
    credential: 'operator',
  })),
  // The gateway's second door to the detail, which is a POST at Migo: the code goes from the header into the body.
  {
    at: `POST ${PARTNER}/cardholders/{cardholderId}`,
    door: 'GET /partners/{partnerId}/cardholders/{cardholderId}',
    callers: CALLERS,
    credential: 'operator',
    headers: { 'x-otp': '492817' },
    adds: { otp: '492817' },
    answers: [success(HOLDER)],
  },
];
