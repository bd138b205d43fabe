import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Client } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { type NestApp, type NestVersion, startNestApp } from '../support/nest-app.js';

const REQUESTS = 500;
const AT_ONCE = 8;
/** Compiling, and two programs, on a machine that is busy; the first time with an installation. */
const START_MS = 240_000;
const RUN_MS = 120_000;
const SECRET = randomBytes(24).toString('base64url');

/** By field: values of which some are right, and some are not. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  amount: [19.99, 1, 250, 0.07, 0.5, 1234567.89, 0, -1, 0.001, '5', null],
  currency: ['GTQ', 'USD', 'EUR', '', null, 5],
  level: [1, 2, 3, '1', null],
  address: [null, { city: 'Guatemala' }, { city: 'Xela', zip: '09001' }, {}, { city: 'x' }, 'text', []],
  code: ['ABC', 'abc', 'ab', 'abcd', 5],
  day: ['2026-02-28', '2026-02-28T10:00:00Z', '2026-02-28T10:00:00.000-06:00', 'soon', 5],
  site: ['migo.com', 'https://migo.com/a?b=c', 'a b', 5],
  lines: [[], [{ price: 1 }], [{ price: 19.99, parts: [{ price: 2 }] }], [{ price: -1 }], [{}], 'text', {}],
  anything: [null, 5, 'text', {}, []],
  name: ['Ana', '', 'a name that is too long', 5],
  email: ['a@b.co', 'ñandú@migo.com', 'nobody', '', 5],
  limit: [5, 0.5, 1, -1, 0, '5'],
  reference: ['ab1', 'ab123', 'AB1', '', 5],
  token: ['6f2b9c9e-9b3a-4f7e-8f0a-0123456789ab', 'token', 5],
  active: [true, false, 'yes', 1],
  kind: ['a', 'b', 'c', 'card', 5],
  details: [{}, { a: 1 }, 'text', []],
  tags: [[], ['a'], [5], 'a'],
  other: [null, {}, 5, [1]],
  rank: [1, 5, 6, 1.5, null, '1'],
  last4: ['1234', '12345', 5],
};

const FIELDS: Readonly<Record<string, { needed: string[]; more: string[] }>> = {
  payment: { needed: ['amount', 'currency'], more: ['level', 'address', 'code', 'day', 'site', 'lines', 'anything'] },
  account: {
    needed: ['name', 'email', 'limit'],
    more: ['reference', 'token', 'active', 'kind', 'details', 'tags', 'other', 'rank'],
  },
  method: { needed: ['kind', 'last4'], more: [] },
};

interface Sent {
  method: string;
  path: string;
  body?: unknown;
}

/** Mostly right: with many wrong fields in each, hardly one request would be taken. */
function bodyOf(kind: string): fc.Arbitrary<unknown> {
  const { needed = [], more = [] } = FIELDS[kind] ?? {};
  const right = Object.fromEntries(needed.map((name) => [name, VALUES[name]?.[0]]));
  const odd = fc.constantFrom(
    ...[...needed, ...more].flatMap((name) => (VALUES[name] ?? []).map((value) => ({ [name]: value }))),
  );
  const without = needed.map((name) => Object.fromEntries(Object.entries(right).filter(([key]) => key !== name)));
  const base = fc.oneof(
    { weight: 8, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.constantFrom({}, ...without) },
  );
  return fc
    .tuple(base, fc.array(odd, { maxLength: 3 }))
    .map(([start, changes]) => Object.assign({}, start, ...changes) as object);
}

const posting = (method: string, path: string, body: fc.Arbitrary<unknown>): fc.Arbitrary<Sent> =>
  body.map((one) => ({ method, path, body: one }));

const query = fc.record(
  {
    page: fc.constantFrom('1', '2', '0', 'x', '', '1.5'),
    currency: fc.constantFrom('GTQ', 'USD&currency=GTQ', 'EUR', 'GTQ&currency=EUR'),
    text: fc.constantFrom('abc', 'abcdef', '5', 'true', ''),
    other: fc.constantFrom('1', ''),
  },
  { requiredKeys: [] },
);

const SENT: fc.Arbitrary<Sent> = fc.oneof(
  posting('POST', '/payments/any-tenant', bodyOf('payment')),
  posting('POST', '/accounts', bodyOf('account')),
  posting('PATCH', '/accounts/a-1', bodyOf('account')),
  posting('POST', '/payments/any-tenant/method', bodyOf('method')),
  posting('POST', '/payments/any-tenant/any', fc.constantFrom({}, { a: 1 }, [1], 'text', 5, null)),
  posting('PUT', '/accounts/lines', fc.constantFrom([], [{ price: 1 }], [{ price: 1, parts: [] }], [{}], {})),
  fc
    .constantFrom('1', '25', 'x', '1.5', '-1')
    .map((number) => ({ method: 'GET', path: `/payments/t/by-number/${number}` })),
  query.map((given) => ({
    method: 'GET',
    path: `/payments/t?${Object.entries(given)
      .map(([name, value]) => `${name}=${value}`)
      .join('&')}`,
  })),
);

/** `@IsPositive()` is `minimum: 1` to the plugin: the file says something else than the application means. */
const WITHOUT = { plugin: ['minimum'], decorators: [] } as const;

describe.each<[version: NestVersion, how: keyof typeof WITHOUT]>([
  [12, 'plugin'],
  [12, 'decorators'],
  [11, 'plugin'],
  [11, 'decorators'],
])('an application of Nest %s, described by %s', (version, how) => {
  let app: NestApp;
  let gateway: GatewayProcess;
  let service: Client;

  beforeAll(async () => {
    mustNotBeLogged(SECRET);
    app = await startNestApp(version, how === 'plugin');
    gateway = await gatewayFor(app, WITHOUT[how]);
    service = await serviceOf(gateway);
  }, START_MS);

  afterAll(async () => {
    app.stop();
    await gateway.stop();
  });

  it(
    `agrees with the gateway on ${REQUESTS} requests, or is the stricter one`,
    async () => {
      const requests = fc.sample(SENT, { numRuns: REQUESTS, seed: version });
      const stricter: string[] = [];
      const counts = { taken: 0, refused: 0, both: 0 };
      const left = [...requests];
      const work = async (): Promise<void> => {
        for (let sent = left.pop(); sent !== undefined; sent = left.pop()) {
          const [there, here] = [await statusAt(app.url, sent), await answerOf(service, sent)];
          const [isTaken, isRefused] = [there < 400, here.code === 'validation_failed' && here.upstream === undefined];
          if (isTaken) counts.taken += 1;
          else counts.refused += 1;
          if (!isTaken && isRefused) counts.both += 1;
          if (isTaken && here.status >= 400) stricter.push(`${JSON.stringify(sent)} -> ${there}, ${here.errors}`);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      expect([...new Set(stricter)]).toEqual([]);
      expect(counts.taken).toBeGreaterThan(REQUESTS / 5);
      expect(counts.refused).toBeGreaterThan(REQUESTS / 5);
      // The file does say something.
      expect(counts.both).toBeGreaterThan(counts.refused / (how === 'plugin' ? 2 : 4));
    },
    RUN_MS,
  );
});

describe('what no file can reveal', () => {
  it(
    'is a setting: a limit that only the plugin believes in',
    async () => {
      const app = await startNestApp(12, true);
      const strict = await gatewayFor(app, []);
      try {
        const sent = { method: 'POST', path: '/accounts', body: { name: 'Ana', email: 'a@b.co', limit: 0.5 } };
        expect(await statusAt(app.url, sent)).toBe(201);
        expect((await answerOf(await serviceOf(strict), sent)).text).toMatch(/"code":"minimum".*"field":"limit"/);
      } finally {
        app.stop();
        await strict.stop();
      }
    },
    START_MS,
  );
});

function gatewayFor({ url, document }: NestApp, without: readonly string[]): Promise<GatewayProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'contracts-'));
  writeFileSync(join(directory, 'wallet.json'), JSON.stringify(document));
  const client = { id: 'all', secretSha256: createHash('sha256').update(SECRET).digest('hex'), scopes: ['*'] };
  const operations = ['* /payments*', '* /accounts*'];
  const grant = { upstream: 'wallet', scope: 'nest:all', operations, money: false, without };
  return GatewayProcess.start({
    config: {
      upstreams: { wallet: { baseUrl: url } },
      partners: [demoPartner({ clients: [client] })],
      contracts: { directory, grants: [grant] },
    },
  });
}

async function serviceOf({ url }: GatewayProcess): Promise<Client> {
  const answer = await fetch(`${url}/v1/auth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`all:${SECRET}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  mustNotBeLogged(token);
  return new Client(url, { authorization: `Bearer ${token}` });
}

async function statusAt(url: string, { method, path, body }: Sent): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url + path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

interface Answered {
  status: number;
  code: unknown;
  upstream: unknown;
  text: string;
  errors: string;
}

async function answerOf(service: Client, { method, path, body }: Sent): Promise<Answered> {
  const reply = await service.send(method, `/v1${path}`, { ...(body !== undefined && { body: JSON.stringify(body) }) });
  const { code, upstream, errors } = (reply.body ?? {}) as Record<string, unknown>;
  return { status: reply.status, code, upstream, text: reply.text, errors: JSON.stringify(errors) };
}
