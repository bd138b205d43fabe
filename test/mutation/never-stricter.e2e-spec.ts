/** What Migo takes, the gateway takes: each body goes to the simulator twice, once by the gateway and once past it. */
import { sampleOf } from '../support/dto-samples.js';
import { type RowCall, rowCall, sampleBody, send } from '../support/row-calls.js';
import type { ReceivedCall } from '../support/simulator-control.js';
import { allStops, type Stop, Walk } from '../support/walk.js';

type Change = Readonly<Record<string, unknown>>;

/** Of a body or a query, on top of its sample: what Migo's pages do not forbid, and a careful reader might. */
const CHANGES: readonly (readonly [what: string, row: string, change: Change])[] = [
  ['a plan of no days between its charges', 'createPlan', { plan: plan({ frequency: { frequency: 0 } }) }],
  ['a plan of nothing', 'createPlan', { plan: plan({ amount: 0 }) }],
  ['a plan without words in its name', 'createPlan', { plan: plan({ name: '' }) }],
  ['a currency in lower case', 'createPlan', { plan: plan({ currency: 'gtq' }) }],
  ['a link without an amount', 'createPaymentLink', { amount: undefined }],
  ['a link whose country is in lower case', 'createPaymentLink', { country: 'gt' }],
  ['a statement of a month by its name', 'createStatement', { month: 'octubre' }],
  ['a PIN of six digits', 'setPin', { pin: '483100' }],
  ['a cardholder of a country in lower case', 'createCardholder', { countryOfBirth: 'gt' }],
  ['a cardholder with no e-mail address', 'createCardholder', { email: 'nobody' }],
  ['a list of cardholders in upper case order', 'listCardholders', { sortOrder: 'DESC' }],
  ['a list of more cardholders than a page shows', 'listCardholders', { limit: 500 }],
  ['a lead of whom only the name is known', 'createLead', { gender: undefined, cui: undefined }],
  ['an e-mail address that is none', 'updateSubscription', { notificationEmail: 'nobody' }],
  ['a payment method of no processor', 'addPaymentMethod', { tokenizeData: { clientId: 'migoDeveloper' } }],
];

const stops = await allStops();
let walk: Walk;

beforeAll(async () => {
  walk = await Walk.start();
});

afterAll(() => walk.end());

it.each(CHANGES)('%s is judged as at Migo', async (_what, row, change) => {
  const stop = stopOf(row);
  const accepted = await acceptedCall(stop);
  const changed = await changedCall(stop, change);

  await walk.control.reset({ keepTokens: true });
  const atMigo = await sendPast(accepted, changed);
  await walk.control.reset({ keepTokens: true });
  const reply = await send(walk.callers.service, changed);

  expect(verdictOf(reply)).toBe(verdictOf(atMigo));
});

function stopOf(row: string): Stop {
  const found = stops.find(([, { named }]) => named.name === row);
  if (found === undefined) throw new Error(`no row ${row}`);
  return found[1];
}

/** The sample as it arrived at the upstream: its address and its credentials. */
async function acceptedCall(stop: Stop): Promise<ReceivedCall> {
  const sample = await walk.prepare(stop);
  const reply = await send(walk.callers.service, sample);
  const [received] = await walk.received(stop);
  if (received === undefined || !isTaken(reply)) throw new Error(`the sample was not taken: ${reply.text}`);
  return received;
}

function changedCall({ named }: Stop, change: Change): Promise<RowCall> {
  const { query } = named.row;
  if (query !== undefined && named.row.body === undefined)
    return rowCall(named, { query: { ...sampleOf(query), ...change } });
  return rowCall(named, { body: { ...sampleBody(named), ...change } });
}

function sendPast({ upstream, method, url, headers }: ReceivedCall, { query, body }: RowCall): Promise<Response> {
  const { origin } = new URL(walk.simulator.urls[upstream as keyof typeof walk.simulator.urls]);
  const { authorization = '', 'x-user-token': userToken, 'content-type': type } = headers;
  return fetch(origin + url.replace(/\?.*/, '') + query, {
    method,
    headers: {
      authorization,
      ...(userToken !== undefined && { 'x-user-token': userToken }),
      ...(type !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body: body.toString() }),
  });
}

function isTaken({ status }: { status: number }): boolean {
  return status < 300;
}

function verdictOf(answer: { status: number }): string {
  return isTaken(answer) ? 'taken' : 'refused';
}

function plan(change: Change): object {
  return {
    name: 'Plan Oro',
    amount: 125.5,
    currency: 'GTQ',
    type: 'interval',
    frequency: { frequency: 30 },
    ...change,
  };
}
