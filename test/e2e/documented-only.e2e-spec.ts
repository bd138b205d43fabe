import type { Type } from '@nestjs/common';
import { CreateCardholderDto } from '../../src/modules/cardholders/cardholders.dto.js';
import type { CallerKind } from '../../src/common/caller-kinds.js';
import type { Reply } from '../support/client.js';
import { fieldsOf, rulesOf, sampleOf } from '../support/dto-samples.js';
import { encodeForm } from '../support/multipart.js';
import { rowCall, send } from '../support/row-calls.js';
import { ROW_SAMPLES } from '../support/row-samples.js';
import { allStops, type Stop, Walk } from '../support/walk.js';

const stops = await allStops();
let walk: Walk;

beforeAll(async () => {
  walk = await Walk.start();
}, 30_000);

afterAll(() => walk.end());

/** They name a merchant, which must be the partner's own: test/attacks/another-merchant. */
const MERCHANTS = new Set(['client', 'clientId']);
const KINDS = ['12', '-1.123456789', '""', '"a text"', 'true', 'null', '["a",{"b":1.50}]', '{"a":null}'];
/** Fields of which nothing is demanded. */
function openFields(dto: Type): string[] {
  return fieldsOf(dto).filter(
    (field) =>
      !MERCHANTS.has(field) &&
      rulesOf(dto).every(({ property, type }) => property !== field || type === 'whitelistValidation'),
  );
}

function kindOf({ documented }: Stop): CallerKind {
  const [kind = 'public'] = [...documented.callers].sort((a) => (a === 'operator' ? -1 : 0));
  return kind;
}

function isOfStrangers(stop: Stop): boolean {
  return kindOf(stop) === 'public';
}

/** Sends this text as the body, and says what the upstream had of it. */
async function arrivesAs(stop: Stop, text: string): Promise<{ reply: Reply; bodies: string[] }> {
  const call = await walk.prepare(stop);
  const headers = { ...call.headers, 'content-type': 'application/json' };
  const reply = await send(walk.callerFor(kindOf(stop), stop).client, { ...call, headers, body: text });
  return { reply, bodies: (await walk.received(stop)).map(({ body }) => body) };
}

const bodies = stops.flatMap(([operation, stop]): [string, Stop, Type][] => {
  const dto = stop.named.row.body;
  return dto === undefined || openFields(dto).length === 0 ? [] : [[operation, stop, dto]];
});

// Where the account must be known that is meant (`accountField`), it is a text.
describe.each(bodies)('the fields of %s that Migo gives no type', (_operation, stop, dto) => {
  it('arrive as they were sent, whatever they hold', async () => {
    const refused: string[] = [];
    for (const field of openFields(dto).filter((name) => name !== stop.named.row.accountField)) {
      for (const value of KINDS) {
        const others = Object.entries(sampleOf(dto)).filter(([name]) => name !== field);
        const members = [
          ...others.map(([name, known]) => `"${name}": ${JSON.stringify(known)}`),
          `"${field}": ${value}`,
        ];
        const sent = `{ ${members.join(' , ')} , "unknownMember": [1.0, {}] }`;
        const { reply, bodies: received } = await arrivesAs(stop, sent);
        // Of a caller without a login what the DTO does not declare stays behind, so that the rest is written anew.
        const arrived = isOfStrangers(stop)
          ? received[0]?.includes(`"${field}":${value}`) === true && !received[0].includes('unknownMember')
          : received[0] === sent;
        if (!arrived) refused.push(`${field} ${value}: ${reply.text} ${received.join()}`);
      }
    }
    expect(refused).toEqual([]);
  }, 60_000);
});

const stopOf = (name: string): Stop => {
  const found = stops.find(([, { named }]) => named.name === name);
  if (found === undefined) throw new Error(`no row ${name}`);
  return found[1];
};

const plan = (changes: string): string =>
  `{"plan":{"name":"Oro","amount":125.50,"currency":"GTQ","frequency":{"frequency":30},${changes}},"client":"migoDeveloper"}`;
const pay = (processor: string, data: string): string => `{"processor":"${processor}","data":${data}}`;
const alternative = (amount: string): string =>
  `{"amount":${amount},"channel":"web","client":"migoDeveloper","userId":"+50224865444"}`;
const funds = (amount: string, more = '"channel":"WEB"'): string =>
  `{"amount":${amount},"operation":"ADD_FUNDS","reference":"r-1",${more}}`;
const transfer = (amount: string): string => `{"fromCardId":1401,"toCardId":1002,"amount":${amount}}`;
const terminal = (amount: string): string => `{"subtotal":${amount},"deviceId":"dev-demo-1"}`;
const charges = (amount: string): string =>
  `{"client":"migoDeveloper","data":[{"subscriptionId":"sub_demo_active","amount":${amount}}]}`;
const cardholder = (country: string): string =>
  JSON.stringify({ ...sampleOf(CreateCardholderDto), countryOfBirth: country });

describe('Migo judges, and not the gateway', () => {
  it.each([
    ['createPlan', plan('"type":"fixedDay","frequency":{"frequency":0}').replace('"frequency":{"frequency":30},', '')],
    ['createPlan', plan('"type":"interval","frequency":{"frequency":0}').replace('"frequency":{"frequency":30},', '')],
    ['createPlan', plan('"type":"anniversary"').replace('"GTQ"', '"gtq"')],
    ['createPlan', plan('"type":"automatic"').replace('125.50', '0')],
    ['createPlan', plan('"type":"automatic"').replace('125.50', '-1')],
    ['updatePlan', '{"planUid":7,"plan":{"amount":0,"type":"WEEKLY","frequency":{"frequency":-1}}}'],
    ['createPaymentLink', '{"amount":0,"currency":"gtq","country":"gt"}'],
    ['createPaymentLink', '{}'],
    ['createAlternativePayment', alternative('0')],
    ['createAlternativePayment', alternative('250000')],
    ['processAlternativePayment', pay('zigi', '{"user":5,"phoneNumber":50255551234,"installments":"three"}')],
    ['processAlternativePayment', pay('fri', '{"user":"ana","installments":0}')],
    ['processAlternativePayment', pay('bamPaymentButton', '{"installments":0,"user":null}')],
    ['processAlternativePayment', pay('brandNewRail-7', '{"anything":[1.50]}')],
    ['submitCharges', charges('0')],
    ['createStatement', '{"month":"2026-10","year":"2026"}'],
    ['createStatement', '{"from":"2026-01-01","period":{"month":13}}'],
    ['createStatement', '{}'],
    ['createInvitationCode', '{"role":["cashier"]}'],
    ['createInvitationCode', '{"role":2}'],
    [
      'registerUser',
      '{"username":"carla","nit":5,"termsAndConditionsAccepted":"yes","password":"","confirmPassword":"x"}',
    ],
    ['setPin', '{"pin":"012345"}'],
    ['createCardholder', cardholder('gt')],
    ['createCardholder', cardholder('GTM')],
    ['assignFunds', funds('150.75', '"channel":"KIOSK","currency":"gtq"')],
    ['updateLinkedCard', '{}'],
    [
      'createPlan',
      plan('"methods":"fac","installments":{"a":1},"autoRenewal":"no","dailyAttempts":-1,"graceDays":null'),
    ],
    ['addPaymentMethod', '{"tokenizeData":{"userId":5,"alias":null,"cardId":{"a":1}}}'],
    ['grantUserPermissions', '{"permissions":[{"granted":"yes"},{"roleId":"admin","permissionId":8}]}'],
    ['createTransferTypes', '{"types":[]}'],
    ['createPermissions', '{"permissions":[]}'],
    [
      'createLead',
      '{"firstName":"","lastName":"P","commercialName":"C","paymentMethods":["akisiQR"],"canInvoice":"si"}',
    ],
    ['linkCard', '{"card":4532010000055010,"alias":{"a":1}}'],
    ['revertTransaction', '{"transactionUid":"","processor":""}'],
  ])('%s passes %s', async (name, text) => {
    const { reply, bodies: received } = await arrivesAs(stopOf(name), text);
    expect(reply.body?.code).not.toBe('validation_failed');
    expect(received).toEqual([text]);
  });

  /** Of whose body nothing is documented, or at most what its members are called. */
  const ANY_JSON = [
    ...['refundTransaction', 'updateConfigs', 'createStatement', 'updateLinkedCard', 'createInvitationCode'],
    ...['readCardholder', 'dismissAlternativePayment', 'updatePlan', 'updateSubscription'],
    ...['removePaymentMethod', 'setDefaultPaymentMethod'],
  ];

  it.each(ANY_JSON.map((name) => [name]))(
    '%s with any JSON as a whole, since no page says what it is',
    async (name) => {
      const texts = [...KINDS, '{"amount":1.50}', '[]', ' [ {"amount": 98765432109876543.2100} ] '];
      const arrived = [];
      for (const text of texts) arrived.push(...(await arrivesAs(stopOf(name), text)).bodies);
      expect(arrived).toEqual(texts);
    },
  );

  it.each([
    ['revertTransaction', '[{"transactionUid":"t","processor":"p"}]', 'isObject'],
    ['createPlan', 'true', 'isObject'],
    ['createPaymentLinkFromBrowser', '[{"amount":1}]', 'isObject'],
  ])('%s not with %s, where its page shows an object', async (name, text, code) => {
    const { reply, bodies: received } = await arrivesAs(stopOf(name), text);
    expect(reply.body).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ code }] });
    expect(received).toEqual([]);
  });

  it.each([
    ['createStatement'],
    ['createInvitationCode'],
    ['registerUser'],
    ['dismissAlternativePayment'],
    ['updatePlan'],
  ])('%s without a body, of which nothing is required', async (name) => {
    const stop = stopOf(name);
    const call = await walk.prepare(stop);
    const headers = Object.entries(call.headers).filter(([header]) => header !== 'content-type');
    await send(walk.callerFor(kindOf(stop), stop).client, {
      ...call,
      headers: Object.fromEntries(headers),
      body: undefined,
    });

    expect(await walk.received(stop)).toMatchObject([{ bodyBytes: 0 }]);
  });

  it('the id of a terminal payment, which is a number in a sample only', async () => {
    const stop = stopOf('updateTerminalPayment');
    const call = await rowCall(stop.named, { params: { id: 'tp_9f3c' } });
    await send(walk.callerFor('service', stop).client, { ...call, body: JSON.stringify({ status: 'cancelled' }) });

    expect(await walk.control.calls({ path: '/terminal-payment/tp_9f3c' })).toHaveLength(1);
  });

  it.each([
    ['listCardholders', { sortOrder: 'ASC', page: '0', limit: 'all', sortBy: '' }],
    ['listProcessRequests', { page: '0', limit: '-5' }],
    ['listPlans', { page: 'first', limit: '' }],
    ['searchTransactions', { page: '0', limit: 'x', from: 'yesterday' }],
  ])('the query of %s: %j', async (name, query) => {
    const stop = stopOf(name);
    const { params } = await walk.prepare(stop);
    await send(walk.callerFor(kindOf(stop), stop).client, await rowCall(stop.named, { params, query }));

    const [received] = await walk.received(stop);
    expect(Object.fromEntries(new URL(received?.url ?? '', 'http://upstream').searchParams)).toEqual(query);
  });
});

describe('an amount goes by its text', () => {
  const amounts: [string, (amount: string) => string][] = [
    ['assignFunds', funds],
    ['updateFunds', (amount) => funds(amount, '"observations":"x"')],
    ['createTransfer', transfer],
    ['createTerminalPayment', terminal],
    ['createPlan', (amount) => plan('"type":"interval"').replace('125.50', amount)],
    ['createAlternativePayment', alternative],
    ['createPaymentLink', (amount) => `{"amount":${amount}}`],
    ['submitCharges', charges],
    ['updateTerminalPayment', (amount) => `{"totalAmount":${amount}}`],
  ];

  it.each(amounts)('at %s, which passes it with up to 4 decimals', async (name, bodyWith) => {
    const kept: string[] = [];
    const sent = ['0.1000', '1.23450000', '1e2', '1.5E-3', '98765432109876543.2100', '12345678901234567890'];
    for (const amount of sent) {
      const { bodies: received } = await arrivesAs(stopOf(name), bodyWith(amount));
      if (received[0] === bodyWith(amount)) kept.push(amount);
    }
    expect(kept).toEqual(sent);
  });

  it.each(amounts)('at %s, which refuses it with more', async (name, bodyWith) => {
    for (const amount of [
      '1.23456',
      '1e-7',
      '0.00001',
      '98765432109876543.12345',
      '1.00000000000000000001',
      '"1.23456"',
    ]) {
      const { reply, bodies: received } = await arrivesAs(stopOf(name), bodyWith(amount));
      expect([amount, reply.status, reply.body?.code, received]).toEqual([amount, 400, 'validation_failed', []]);
    }
  });

  it.each([
    ['2500.5000', true],
    ['1e3', true],
    ['98765432109876543.21', true],
    ['1.23456', false],
    ['98765432109876543.12345', false],
    ['1e-7', false],
    ['0', false],
    ['0x10', false],
    ['', false],
  ])('in the form of a balance request: %j', async (requestedAmount, passes) => {
    const stop = stopOf('createProcessRequest');
    const { reply, calls } = await sendForm(stop, { requestedAmount });
    expect(reply.body?.code === 'validation_failed').toBe(!passes);
    expect(calls).toBe(passes ? 1 : 0);
  });
});

describe('the client of a file of charges', () => {
  it.each([
    ['in the form', { clientId: 'migoDeveloper' }, '', true],
    ['in the query', {}, '?clientId=migoDeveloper', true],
    ['in both', { clientId: 'migoDeveloper' }, '?clientId=migoDeveloper', true],
    ['nowhere', {}, '', false],
  ])('may be named %s', async (_where, fields, query, passes) => {
    const { reply, calls } = await sendForm(stopOf('uploadCharges'), fields, query);
    expect(calls).toBe(passes ? 1 : 0);
    if (!passes) {
      expect(reply.status).toBe(400);
      expect(reply.body?.errors).toEqual([expect.objectContaining({ field: 'clientId', code: 'isPresent' })]);
    }
  });
});

/** `calls`: whole forms that the upstream had. */
async function sendForm(
  stop: Stop,
  fields: Readonly<Record<string, string>>,
  query = '',
): Promise<{ reply: Reply; calls: number }> {
  const call = await walk.prepare(stop);
  const files = Object.entries(ROW_SAMPLES[stop.named.name]?.files ?? {});
  const { bytes, contentType } = await encodeForm({ fields, files });
  const headers = { ...call.headers, 'content-type': contentType };
  const reply = await send(walk.callerFor(kindOf(stop), stop).client, { ...call, query, headers, body: bytes });
  const calls = (await walk.received(stop)).filter(({ bodyBytes }) => bodyBytes > 0);
  return { reply, calls: calls.length };
}
