import { Client, type Reply } from '../support/client.js';
import { OPERATOR } from '../support/foreign/cms.js';
import type { ForeignCall } from '../support/foreign/foreign-server.js';
import { type CallerLetter, type ForeignAnswer, type ForeignRow, filled } from '../support/foreign/rows/foreign-row.js';
import type { Version } from '../support/foreign/rows/judge.js';
import { rowSettings, SERVICE } from '../support/foreign/rows/row-settings.js';
import { type Api, CARDHOLDER, OTP, ROWS, RowUpstreams } from '../support/foreign/rows/row-upstreams.js';
import { ORIGIN } from '../support/foreign/settings.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { encodeForm } from '../support/multipart.js';

const VERSIONS: readonly (readonly [name: string, version: Version])[] = [
  ['the samples of Migo’s pages', 0],
  ['the other version of whatever is contradictory or open', 1],
];
const EVERY_ROW = (Object.keys(ROWS) as Api[]).flatMap((api) =>
  ROWS[api].map((row) => [row.door, { api, row }] as const),
);
/** What Migo says no with, in each API’s envelope and in the other one (C2), and what a client has of it. */
const REFUSALS: Readonly<
  Record<Api, { status: number; bodies: readonly [object, object]; code: string; told?: string }>
> = {
  wallet: { status: 400, bodies: [listed('7001'), named('7001')], code: 'invalid_request_upstream', told: '7001' },
  cms: { status: 409, bodies: [listed('7006'), named('7006')], code: 'conflict', told: '7006' },
  middleware: {
    status: 404,
    bodies: [{ success: false, message: 'x', ownCode: 2000 }, listed('2000')],
    code: 'not_found',
    told: '2000',
  },
  payments: { status: 404, bodies: [{ success: false, message: 'x' }, { message: 'x' }], code: 'not_found' },
};

function listed(code: string): object {
  return { success: false, message: 'x', errors: [{ code, message: 'x' }] };
}

function named(code: string): object {
  return { statusCode: 400, message: 'x', error: { code, name: 'x', detail: 'x' } };
}

it('has all 77 operations of the route list', () => {
  expect(new Set(EVERY_ROW.map(([door]) => door)).size).toBe(77);
});

describe.each(VERSIONS)('upstreams by %s', (_name, version) => {
  let upstreams: RowUpstreams;
  let gateway: GatewayProcess;
  let callers: Readonly<Record<CallerLetter, Client>>;
  let told: Reply;
  let asked: readonly ForeignCall[];

  beforeAll(async () => {
    upstreams = await RowUpstreams.start(version);
    gateway = await GatewayProcess.start({ config: rowSettings(upstreams) });
    const anyone = new Client(gateway.url);
    const service = await anyone.asService(SERVICE);
    // Before anything is called, so that only their health can tell how the upstreams are.
    told = await service.get('/v1/status');
    asked = (['wallet', 'payments'] as const).flatMap((api) => upstreams.calls(api));
    callers = {
      o: await steppedUp(await anyone.logIn({ email: OPERATOR.email, password: OPERATOR.password })),
      c: await anyone.logInAsCardholder(CARDHOLDER),
      s: service,
      p: new Client(gateway.url, { origin: ORIGIN }),
    };
  });

  afterAll(async () => {
    await upstreams.close();
    await gateway.stop();
  });

  beforeEach(() => {
    upstreams.forget();
  });

  it('say how they are, without a token and in either of their words', () => {
    expect(told.body.data.upstreams).toMatchObject({ wallet: 'up', payments: 'up' });
    expect(asked.map(({ path, status }) => `${path} ${status}`).sort()).toEqual([
      '/health 200',
      '/health/live 200',
      '/health/ready 200',
    ]);
  });

  describe.each(EVERY_ROW)('%s', (_door, { api, row }) => {
    it.each(row.callers)('goes out as its page says and the answer arrives, for %s', async (caller) => {
      const sent = await contentOf(row);

      const reply = await send(callers[caller], row, sent);

      expect(upstreams.judge.violations).toEqual([]);
      expectArrived(reply, row.answers[version] ?? row.answers[0]);
      const [call, ...more] = upstreams.calls(api);
      expect({ ...call, more }).toMatchObject({
        method: row.at.split(' ')[0],
        path: filled(row.at.split(' ')[1] ?? ''),
        more: [],
      });
      expectBytes(call?.bytes, sent?.body, row);
    });

    if (!row.answers.some((answer) => answer?.arrives !== undefined && api === 'wallet')) {
      it('is refused in the words of the gateway, with the code of Migo', async () => {
        const { status, bodies, code, told } = REFUSALS[api];
        upstreams.judge.refusal = { status, body: JSON.stringify(bodies[version]) };
        const [caller = 's'] = row.callers.toReversed();

        const reply = await send(callers[caller], row, await contentOf(row));

        expect(reply).toMatchObject({ status, body: { success: false, code, upstream: api } });
        expect(reply.body.errors?.[0]?.code).toBe(told);
        expect(upstreams.calls(api)).toHaveLength(1);
      });
    }
  });
});

interface Content {
  body: string | Buffer;
  type: string;
}

async function contentOf({ body, form }: ForeignRow): Promise<Content | undefined> {
  if (body !== undefined) return { body, type: 'application/json' };
  if (form === undefined) return undefined;
  const { bytes, contentType } = await encodeForm({ fields: form.fields, files: Object.entries(form.files) });
  return { body: bytes, type: contentType };
}

function send(client: Client, row: ForeignRow, content: Content | undefined): Promise<Reply> {
  const [method = '', path = ''] = row.door.split(' ');
  const query = row.query === undefined ? '' : `?${row.query}`;
  return client.send(method, `/v1${filled(path)}${query}`, {
    ...(content !== undefined && { body: content.body }),
    headers: {
      ...row.headers,
      ...(content !== undefined && { 'content-type': content.type }),
      ...(row.money === true && { 'idempotency-key': `xela-${crypto.randomUUID()}` }),
    },
  });
}

function expectArrived({ status, text, body, headers }: Reply, answer: ForeignAnswer): void {
  const { type = 'application/json; charset=utf-8', arrives } = answer;
  expect({ status, text: arrives === undefined ? text : body }).toEqual({
    status: answer.status,
    text: arrives ?? answer.body,
  });
  const expected = arrives === undefined ? type.split(';')[0] : 'application/json';
  expect(headers.get('content-type')?.split(';')[0]).toBe(expected);
}

/** Byte for byte, but for members that the gateway adds. */
function expectBytes(bytes: Buffer | undefined, sent: Content['body'] | undefined, { adds }: ForeignRow): void {
  if (adds === undefined) expect(bytes?.equals(Buffer.from(sent ?? ''))).toBe(true);
  else expect(JSON.parse(String(bytes))).toEqual({ ...(JSON.parse(String(sent ?? '{}')) as object), ...adds });
}

async function steppedUp(operator: Client): Promise<Client> {
  const asked = await operator.post('/v1/auth/otp', {});
  if (asked.status !== 200) throw new Error(`no one-time code: ${asked.text}`);
  const { body } = await operator.send('PUT', '/v1/auth/otp', { body: { otp: OTP } });
  return operator.withToken(String(body.data.sessionToken));
}
