import { Buffer } from 'node:buffer';

// What all contestants are asked for, and what all must answer. One place, so that upstream, peers and load agree.

export const PUBLIC_PREFIX = '/v1';
export const UPSTREAM_PREFIX = '/cms/rest/app';
const CARDHOLDERS = '/partners/partner-demo/cardholders';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Four cardholders in Migo's envelope, filled up to 1 KiB. Compact, so that a peer that parses it writes the same bytes. */
export const LIST = Buffer.from(sized(1024, listOf));
/** A new cardholder of 2 KiB, and what Migo answers. */
const NEW_CARDHOLDER = Buffer.from(sized(2048, newCardholder));
export const CREATED = Buffer.from(JSON.stringify({ success: true, data: { id: 7005, name: 'Lucía' } }));

/** Of the partner's view: what it reads, as the upstream is asked. */
const VIEW_SECTIONS = 'balance,cardholders,processRequests,plans';
export const LIST_TARGETS = [
  `${UPSTREAM_PREFIX}${CARDHOLDERS}?page=1&limit=50`,
  `${UPSTREAM_PREFIX}/partners/partner-demo/balance`,
  `${UPSTREAM_PREFIX}${CARDHOLDERS}?page=1&limit=10&sortBy=createdAt&sortOrder=desc`,
  `${UPSTREAM_PREFIX}/partners/partner-demo/process-requests?page=1&limit=10`,
  '/v1/plans/list',
];
export const CREATE_TARGET = UPSTREAM_PREFIX + CARDHOLDERS;

const view = {
  method: 'GET',
  path: `/views/partners/partner-demo?sections=${VIEW_SECTIONS}`,
  status: 200,
  isRight: (body) => {
    const text = body.toString('latin1');
    return (
      VIEW_SECTIONS.split(',').every((name) => text.includes(`"${name}":`)) &&
      !/"(failed|forbidden|skipped)"/.test(text)
    );
  },
};
const create = {
  method: 'POST',
  path: CARDHOLDERS,
  headers: { 'content-type': 'application/json' },
  body: NEW_CARDHOLDER,
  status: 201,
  isRight: (body) => CREATED.equals(body),
};

/** What the load may send, by name. Paths are below the prefix of whoever is asked. */
export const REQUESTS = {
  list: { method: 'GET', path: `${CARDHOLDERS}?page=1&limit=50`, status: 200, isRight: (body) => LIST.equals(body) },
  create,
  keyedCreate: { ...create, isKeyed: true },
  view,
};

/** The head and body of a whole answer, with the headers that a Nest upstream sends. */
export function answerOf(status, body) {
  const head = [
    `HTTP/1.1 ${status}`,
    'X-Powered-By: Express',
    `Content-Type: ${JSON_TYPE}`,
    `Content-Length: ${body.length}`,
    'ETag: W/"400-Yw2LxbGQ1oF6sM0v3x8mB2m1q3E"',
    `Date: ${new Date().toUTCString()}`,
    'Connection: keep-alive',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

/** Of the length of real ones: JWTs that outlive any run. */
export function loginBody() {
  const now = Math.floor(Date.now() / 1000);
  const claims = Buffer.from(JSON.stringify({ sub: '41', iat: now, exp: now + 86_400 })).toString('base64url');
  const token = `eyJhbGciOiJIUzI1NiJ9.${claims}.${'s'.repeat(160)}`;
  const tokens = {
    accessToken: token,
    refreshToken: `${token}r`,
    expirationToken: now + 86_400,
    expirationRefreshToken: now + 604_800,
  };
  const data = { ...tokens, id: 41, email: 'ana@demo.migo.test', name: 'Ana' };
  return Buffer.from(JSON.stringify({ success: true, data }));
}

function sized(bytes, make) {
  const shortest = Buffer.byteLength(JSON.stringify(make('')));
  return JSON.stringify(make('x'.repeat(bytes - shortest)));
}

function listOf(note) {
  const data = ['Ana', 'Luis', 'Marta', 'Jorge'].map((name, index) => ({
    id: 7001 + index,
    name,
    lastName: 'Morales',
    email: `${name.toLowerCase()}.morales@example.com`,
    phoneNumber: `5025555123${index}`,
    documentType: 'DPI',
    status: 'ACTIVE',
    balance: 1250.75,
  }));
  return { success: true, data, pagination: { page: 1, limit: 50, total: 4 }, note };
}

function newCardholder(address) {
  return {
    name: 'Lucía',
    lastName: 'Pérez',
    address,
    countryOfBirth: 'GT',
    dateOfBirth: '1990-04-23',
    maritalStatus: 'soltero',
    gender: 'F',
    phoneNumber: '50255551234',
    email: 'lucia.perez@example.com',
    documentType: 'DPI',
    documentNumber: '2547896310101',
    cardId: 5001,
  };
}
