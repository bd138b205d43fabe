// The story of docs/story.md, as a partner's own program would be written: all types come from the gateway's OpenAPI document.
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

const DEMO = { email: 'ana@demo.migo.test', password: 'Demo-Pass-1!' };
const IN_PARTNER = { path: { partnerId: 'partner-demo' } };

const client = createClient<paths>({ baseUrl: process.argv[2] ?? 'http://localhost:8080' });

/** Throws the problem's code where there is one. */
function bodyOf<T>({ data, error }: { data?: T; error?: components['schemas']['Problem'] }): T {
  if (data === undefined) throw new Error(`${error?.code}: ${error?.title} (request ${error?.requestId})`);
  return data;
}

const login = bodyOf(await client.POST('/v1/auth/operator/login', { body: { ...DEMO, transport: 'token' } }));
client.use({
  onRequest({ request }) {
    request.headers.set('authorization', `Bearer ${login.data.sessionToken}`);
  },
});
console.log(`1. logged in as ${login.data.user.name}`);

const newest = { page: 1, limit: 50, searchText: '', sortBy: 'createdAt', sortOrder: 'desc' } as const;
const list = async () =>
  bodyOf(await client.GET('/v1/partners/{partnerId}/cardholders', { params: { ...IN_PARTNER, query: newest } }));
assert.partialDeepStrictEqual(await list(), { success: true, data: { page: 1, limit: 50 } });
console.log('2. listed cardholders (CMS)');

const cardholder = {
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
} as const satisfies components['schemas']['CreateCardholderDto'];
bodyOf(await client.POST('/v1/partners/{partnerId}/cardholders', { params: IN_PARTNER, body: cardholder }));
const [created] = (await list()).data.items;
assert.equal(created?.name, cardholder.name);
assert.equal(created?.email, cardholder.email);
console.log('3. created a cardholder, who is in the next list (CMS)');

const statement = await client.POST('/v1/cards/{cardId}/statements', {
  params: { path: { cardId: cardholder.cardId } },
  body: { month: 10, year: 2026 },
});
assert.equal(statement.response.status, 201);
const { cardId, month } = bodyOf(statement).data;
assert.deepEqual([cardId, month], [cardholder.cardId, 10]);
console.log('4. made a statement of the new card (Wallet Gateway)');

const payment = { uid: 'trx_demo00000001', processor: 'visa-cybersource', cardInfo: { token: 'tok_demo' } };
const pay = () =>
  client.POST('/v1/subscriptions/verify-card', {
    params: { header: { 'Idempotency-Key': 'story-payment-1' } },
    body: { ...payment, shouldCreateSubscription: true, planUid: 'plan_demo_gold' },
  });
const paid = bodyOf(await pay());
const repeated = await pay();
assert.equal(repeated.response.headers.get('idempotency-replayed'), 'true');
assert.deepEqual(bodyOf(repeated), paid);
const ofUser = { userId: '50255550001', clientId: 'migoDeveloper' };
const subscriptions = bodyOf(await client.GET('/v1/subscriptions', { params: { query: ofUser } }));
assert.deepEqual(
  subscriptions.data.map(({ planUid, status }) => [planUid, status]),
  [['plan_demo_gold', 'active']],
);
console.log('5. verified a card and subscribed, once although it was sent twice (Middleware)');

// As text: an amount may have more digits than a number of JavaScript can hold.
const transactions = await client.GET('/v1/transactions/search', { params: { query: { limit: 1 } }, parseAs: 'text' });
assert.match(bodyOf(transactions), /"amount":98765432109876\.5432/);
console.log('6. searched transactions (Payments API)');

const foreign = await client.GET('/v1/partners/{partnerId}/cardholders', {
  params: { path: { partnerId: 'partner-other' } },
});
assert.equal(foreign.error?.code, 'FORBIDDEN');
const wrong = await client.POST('/v1/partners/{partnerId}/cardholders', {
  params: IN_PARTNER,
  // @ts-expect-error what the gateway would refuse does not even compile
  body: { ...cardholder, gender: 'X', cardId: 'none' },
});
assert.deepEqual(new Set(wrong.error?.errors?.map(({ field }) => field)), new Set(['gender', 'cardId']));
console.log('7. what is not possible is said clearly');

const view = await client.GET('/v1/views/subscriptions/{subUid}', { params: { path: { subUid: 'sub_demo_active' } } });
assert.equal(view.response.headers.get('gateway-completeness'), 'complete');
const { data, sections } = bodyOf(view);
assert.deepEqual([data.detail?.planUid, data.plan?.name], ['plan_demo_gold', 'Plan Oro']);
assert.equal(sections.paymentHistory?.status, 'ok');
console.log('8. read a subscription, its plan and its payments in one call');

const session = bodyOf(await client.GET('/v1/auth/session'));
assert.ok(session.data.caller === 'operator' && session.data.credentials.cms === 'active');
assert.equal(session.data.operations['cards.createStatement']?.status, 'allowed');
bodyOf(await client.DELETE('/v1/auth/session'));
assert.equal((await client.GET('/v1/auth/session')).error?.code, 'session_invalid');
console.log('9. ended the session, and the handle is dead');
