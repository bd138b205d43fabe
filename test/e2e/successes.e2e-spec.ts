import { gzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client, type Reply } from '../support/client.js';
import { expectProblem } from '../support/foreign/expectations.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SimulatorControl } from '../support/simulator-control.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const VERIFY = { uid: 'trx_demo00000002', processor: 'visa-cybersource', cardInfo: { token: 'tok_2xx_canary_0001' } };
const PAGE = '<!DOCTYPE html><html><title>Sign in</title></html>';

/** What an upstream may answer that is a success, by its headers and body alone: nothing here is the gateway's own idea. */
interface Given {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

describe('a 2xx of an upstream', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let fronts: FrontedUpstream[];
  let gateway: GatewayProcess;
  let ana: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    const { middleware, wallet, cms } = simulator.urls;
    fronts = [
      await FrontedUpstream.start(middleware, /\/(subscriptions|plans|integrations)\b/),
      await FrontedUpstream.start(wallet, /\/leads\b/),
      await FrontedUpstream.start(cms, /\/(cardholders|modules|otp)\b/),
    ];
    const urls = {
      ...simulator.urls,
      middleware: fronts[0]?.url ?? '',
      wallet: fronts[1]?.url ?? '',
      cms: fronts[2]?.url ?? '',
    };
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf({ urls }) } });
    ana = await new Client(gateway.url).logIn();
  });

  afterAll(async () => {
    await simulator.close();
    for (const front of fronts) await front.close();
    await gateway.stop();
  });

  const given = ({ status = 200, headers = {}, body = '' }: Given): void => {
    for (const front of fronts) {
      front.answers((incoming: IncomingMessage, response: ServerResponse) => {
        incoming.resume();
        incoming.on('end', () => response.writeHead(status, headers).end(body));
      });
    }
  };
  const read = (): Promise<Reply> => ana.get('/v1/partners/partner-demo/cardholders');
  const change = (): Promise<Reply> =>
    ana.send('PUT', '/v1/subscriptions', { body: { subUid: 'sub_demo_active', email: 'a@b.test' } });
  const pay = (): Promise<Reply> => ana.post('/v1/subscriptions/verify-card', VERIFY);
  const dismiss = (): Promise<Reply> =>
    ana.post('/v1/integrations/transactions/alt_1/dismiss', { transactionId: 'alt_1' });

  describe.each([
    ['a read', read],
    ['a change', change],
    ['a payment', pay],
  ] as const)('to %s', (_what, call) => {
    it.each<[string, Given, string]>([
      ['nothing', {}, '{"success":true}'],
      ['nothing, as JSON', { headers: { 'content-type': JSON_TYPE } }, '{"success":true}'],
      ['white space', { body: ' \r\n' }, '{"success":true}'],
      ['201 and nothing', { status: 201 }, '{"success":true}'],
      ['OK', { headers: { 'content-type': 'text/plain' }, body: 'OK' }, '{"success":true,"data":"OK"}'],
      ['OK without a type', { body: 'OK' }, '{"success":true,"data":"OK"}'],
      // NestJS on Express says so of any text.
      [
        'OK as HTML',
        { headers: { 'content-type': 'text/html; charset=utf-8' }, body: 'OK' },
        '{"success":true,"data":"OK"}',
      ],
      [
        'a sentence',
        { headers: { 'content-type': 'text/plain' }, body: 'Ya está: "listo"\n' },
        '{"success":true,"data":"Ya está: \\"listo\\""}',
      ],
      [
        'a number',
        { headers: { 'content-type': JSON_TYPE }, body: '9007199254740993.10' },
        '{"success":true,"data":9007199254740993.10}',
      ],
      ['a text as JSON', { headers: { 'content-type': JSON_TYPE }, body: '"OK"' }, '{"success":true,"data":"OK"}'],
      ['true', { headers: { 'content-type': JSON_TYPE }, body: 'true' }, '{"success":true,"data":true}'],
      ['null', { headers: { 'content-type': JSON_TYPE }, body: 'null' }, '{"success":true,"data":null}'],
      ['a list', { headers: { 'content-type': JSON_TYPE }, body: '[1.0, 2]' }, '[1.0, 2]'],
      ['an object as text', { headers: { 'content-type': 'text/plain' }, body: '{ "a" : 1.00 }' }, '{ "a" : 1.00 }'],
      ['an object without a type', { body: '{ "a" : 1.00 }\n' }, '{ "a" : 1.00 }\n'],
      ['an object of a type in capitals', { headers: { 'content-type': 'Application/JSON' }, body: '{}' }, '{}'],
      ['an object with a mark', { headers: { 'content-type': JSON_TYPE }, body: '\ufeff{"a":1}' }, '{"a":1}'],
    ])('that is %s is told as one', async (_how, answer, text) => {
      given(answer);

      const reply = await call();

      expect({ status: reply.status, text: reply.text }).toEqual({ status: answer.status ?? 200, text });
      expect(reply.headers.get('content-type')).toMatch(/^application\/json/i);
    });

    it('that is 204 has no body', async () => {
      given({ status: 204 });

      const reply = await call();
      expect(reply).toMatchObject({ status: 204, text: '' });
      for (const name of ['content-type', 'content-length']) expect(reply.headers.has(name)).toBe(false);
    });

    it.each<[string, Given]>([
      ['a web page', { headers: { 'content-type': 'text/html' }, body: PAGE }],
      ['a web page that calls itself JSON', { headers: { 'content-type': JSON_TYPE }, body: PAGE }],
      ['a web page without a type', { body: `\n ${PAGE}` }],
      ['a piece of a web page', { headers: { 'content-type': 'text/html' }, body: 'Please <a href="/">sign in</a>' }],
      ['XML', { headers: { 'content-type': 'application/xml' }, body: '<?xml version="1.0"?><ok/>' }],
      ['JSON that was cut', { headers: { 'content-type': JSON_TYPE }, body: '{"success":true,"data":{' }],
      ['bytes', { body: Buffer.from([0x4f, 0x4b, 0x00, 0xff, 0xfe]) }],
      ['a page in text/plain of 100 KB', { headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(100_000) }],
      ['a page of 100 KB', { headers: { 'content-type': JSON_TYPE }, body: `<p>${'x'.repeat(100_000)}` }],
    ])('that is %s is none', async (_how, answer) => {
      given(answer);

      const code = call === pay ? 'outcome_unknown' : 'upstream_invalid_answer';
      expectProblem(await call(), { status: code === 'outcome_unknown' ? 504 : 502, code, retryable: false });
    });

    it.each<[string, object, { status: number; code: string }]>([
      ['nothing else', {}, { status: 422, code: 'rejected_by_migo' }],
      ['a status', { statusCode: 404 }, { status: 404, code: 'not_found' }],
      ['a status and a word', { status: 409, message: 'already there' }, { status: 409, code: 'conflict' }],
      ['a status that is none', { statusCode: 200, status: 'failed' }, { status: 422, code: 'rejected_by_migo' }],
    ])('that says `success: false` and %s is a refusal', async (_how, more, problem) => {
      given({
        headers: { 'content-type': JSON_TYPE },
        body: JSON.stringify({ success: false, ...more }, undefined, 2),
      });

      expectProblem(await call(), { ...problem, retryable: false });
    });

    it('that says `success: false` further inside is none', async () => {
      const body = '{"success":true,"data":[{"success":false,"success ":false}]}';
      given({ headers: { 'content-type': JSON_TYPE }, body });

      expect(await call()).toMatchObject({ status: 200, text: body });
    });
  });

  it.each([
    ['JSON', JSON_TYPE],
    ['text', 'text/plain'],
  ])('of 3 MB streams byte for byte, as %s', async (_type, type) => {
    const body = `{"success":true,"data":"${'á'.repeat(1_500_000)}","success_rate":false}`;
    given({ headers: { 'content-type': type }, body });

    const reply = await read();

    expect(reply.status).toBe(200);
    expect(reply.text === body).toBe(true);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('of 100 KB that begins with `success: false` is a refusal', async () => {
    given({ headers: { 'content-type': JSON_TYPE }, body: `{ "success" : false, "x":"${'x'.repeat(100_000)}"}` });

    expectProblem(await read(), { status: 422, code: 'rejected_by_migo' });
  });

  it('that is compressed, though nobody asked, is taken by its type', async () => {
    const body = '{"success":true,"data":1}';
    given({ headers: { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' }, body: gzipSync(body) });

    expect(await read()).toMatchObject({ status: 200, text: body });
  });

  it.each([
    ['nothing', '', { success: true }],
    ['OK', 'OK', { success: true, message: 'OK' }],
    ['a number', '7', { success: true, data: 7 }],
  ])('to a dismissal may be %s', async (_what, body, told) => {
    given({ body });

    expect(await dismiss()).toMatchObject({ status: 200, body: told });
  });

  describe('to a stored file', () => {
    const file = (): Promise<Reply> => ana.post('/v1/leads/files/upload/dpi-front.png', {});
    const no = '{"success":false,"errors":[{"code":"7010","message":"x"}]}';

    it('that is compressed comes as it is stored, and says so', async () => {
      given({ headers: { 'content-type': 'image/png', 'content-encoding': 'gzip' }, body: gzipSync('png') });
      const { status, headers } = await file();
      expect({ status, coding: headers.get('content-encoding') }).toEqual({ status: 200, coding: 'gzip' });
    });

    it.each([
      ['short', no],
      ['of 100 KB', `{"success":false,"x":"${'x'.repeat(100_000)}"}`],
    ])('that calls itself JSON and is a refusal is one, %s', async (_size, body) => {
      given({ headers: { 'content-type': JSON_TYPE }, body });
      const { status, body: told } = await file();
      expect(status).toBeGreaterThanOrEqual(400);
      expect(told.success).toBe(false);
      expect(told.requestId).toEqual(expect.any(String));
    });

    it.each([
      ['JSON that is a file', JSON_TYPE, '{"a":1}'],
      ['JSON of 100 KB', JSON_TYPE, `{"a":"${'x'.repeat(100_000)}"}`],
      ['a text like a refusal', 'text/plain', no],
      ['a picture', 'image/png', '\u0089PNG "success":false'],
    ])('goes on as it is where it is %s', async (_what, type, body) => {
      given({ headers: { 'content-type': type }, body });
      const reply = await file();
      expect(reply).toMatchObject({ status: 200, text: body });
      expect(reply.headers.get('content-disposition')).toBe('attachment');
    });
  });

  it('that refuses a one-time code opens no window for it', async () => {
    const bob = await new Client(gateway.url).logIn(ANA);
    await bob.post('/v1/auth/otp', {});
    given({ headers: { 'content-type': JSON_TYPE }, body: '{"success":false,"message":"wrong"}' });

    const reply = await bob.send('PUT', '/v1/auth/otp', { body: { otp: '000000' } });

    expect(reply.body.code).toBe('otp_refused');
    expect((await bob.get('/v1/auth/session')).body.data.stepUpSecondsLeft).toBe(0);
    await control.forgetCalls();
  });
});
