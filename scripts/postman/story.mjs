// The story of docs/story.md, as steps of the collection with what each must answer.

const NEWEST = { page: 1, limit: 50, searchText: '', sortBy: 'createdAt', sortOrder: 'desc' };

const CARDHOLDER = {
  name: 'Lucía',
  lastName: 'Pérez',
  address: '6a avenida 1-23, zona 1',
  countryOfBirth: 'GT',
  dateOfBirth: '1990-04-23',
  maritalStatus: 'casado',
  gender: 'F',
  phoneNumber: '50255551234',
  email: 'lucia.perez@example.com',
  documentType: 'DPI',
  documentNumber: '2547896310101',
  cardId: 5001,
};

const PAYMENT = {
  uid: 'trx_demo00000001',
  processor: 'visa-cybersource',
  cardInfo: { token: 'tok_demo' },
  shouldCreateSubscription: true,
  planUid: 'plan_demo_gold',
};

const PAYMENT_KEY = 'story-payment-1';

const STEPS = [
  [
    '1. Log in',
    'operatorLogin',
    {},
    200,
    [check('the user', 'pm.response.json().data.user.email', 'ana@demo.migo.test')],
  ],
  [
    '2. List cardholders (CMS)',
    'listCardholders',
    { query: NEWEST },
    200,
    [check('50 on the page', 'pm.response.json().data.items.length', 50)],
  ],
  [
    '3. Create a cardholder (CMS)',
    'createCardholder',
    { body: CARDHOLDER },
    201,
    [check('the new one', 'pm.response.json().data.email', CARDHOLDER.email)],
  ],
  [
    '3. The new one is in the next list',
    'listCardholders',
    { query: NEWEST },
    200,
    [check('first of the list', 'pm.response.json().data.items[0].email', CARDHOLDER.email)],
  ],
  [
    '4. Make a statement of the new card (Wallet Gateway)',
    'createStatement',
    {
      path: { cardId: '5001' },
      body: { month: 10, year: 2026 },
    },
    201,
    [check('the card', 'pm.response.json().data.cardId', 5001)],
  ],
  [
    '5. Verify a card and subscribe (Middleware)',
    'verifyCard',
    { body: PAYMENT, headers: { 'Idempotency-Key': PAYMENT_KEY } },
    200,
    [check('active', 'pm.response.json().data.subscription.status', 'active')],
  ],
  [
    '5. Sent again with the same key, it is not made again',
    'verifyCard',
    { body: PAYMENT, headers: { 'Idempotency-Key': PAYMENT_KEY } },
    200,
    [
      check('a replay', "pm.response.headers.get('idempotency-replayed')", 'true'),
      check('the same one', 'pm.response.json().data.subscription.status', 'active'),
    ],
  ],
  [
    '5. The subscription is in the list',
    'listSubscriptions',
    {
      query: { userId: '50255550001', clientId: 'migoDeveloper' },
    },
    200,
    [check('the plan', 'pm.response.json().data[0].planUid', PAYMENT.planUid)],
  ],
  [
    '6. Search transactions (Payments API)',
    'searchTransactions',
    { query: { limit: 1 } },
    200,
    ["pm.test('amounts keep their digits', () => pm.expect(pm.response.text()).to.include('98765432109876.5432'));"],
  ],
  [
    '7. A partner of somebody else',
    'listCardholders',
    { path: { partnerId: 'partner-other' } },
    403,
    [check('its code', 'pm.response.json().code', 'FORBIDDEN')],
  ],
  [
    '7. A wrong body',
    'createCardholder',
    { body: { ...CARDHOLDER, gender: 'X' } },
    400,
    [check('the field', 'pm.response.json().errors[0].field', 'gender')],
  ],
  [
    '8. Look at the session',
    'getSession',
    {},
    200,
    [check('the credential', 'pm.response.json().data.credentials.cms', 'active')],
  ],
  ['8. End it', 'deleteSession', {}, 200, []],
  ['8. The handle is dead', 'getSession', {}, 401, [check('its code', 'pm.response.json().code', 'session_invalid')]],
];

/** `byId` are the operations of the document by their operationId. */
export function storyOf(byId) {
  return STEPS.map(([name, operationId, given, status, tests]) => ({
    name,
    one: byId.get(operationId),
    given,
    status,
    tests,
  }));
}

function check(what, actual, expected) {
  return `pm.test('${what}', () => pm.expect(${actual}).to.eql(${JSON.stringify(expected)}));`;
}
