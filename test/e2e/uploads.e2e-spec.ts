import { createHash, randomBytes } from 'node:crypto';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client } from '../support/client.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { MIB, residentBytes, takePeak } from '../support/memory.js';
import { SimulatorControl } from '../support/simulator-control.js';

const UPLOAD = '/v1/partners/partner-demo/cardholders/upload';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const BOUNDARY = '----MigoGatewayTest7MA4YWxkTrZu0gW';
const ACCEPTED = { success: true, message: 'Upload received', data: { id: 'bat_1' } };
const CANARY = 'canary-file-name-4111111111111111';

interface Arrived {
  headers: IncomingMessage['headers'];
  bytes: number;
  sha256: string;
  complete: boolean;
}

function form(content: Buffer, { field = 'users', file = `${CANARY}.xlsx`, type = XLSX } = {}): Buffer {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"; filename="${file}"\r\nContent-Type: ${type}\r\n\r\n`;
  // As every workbook begins.
  if (content.length >= 4) content.write('PK\u0003\u0004', 'latin1');
  return Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}

describe('an upload', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let cms: FrontedUpstream;
  let gateway: GatewayProcess;
  let handle: string;
  let arrived: Arrived[];

  beforeAll(async () => {
    mustNotBeLogged(CANARY);
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    cms = await FrontedUpstream.start(simulator.urls.cms, /\/upload$/);
    const upstreams = upstreamsOf({ urls: { ...simulator.urls, cms: cms.url } });
    gateway = await GatewayProcess.start({ config: { upstreams } });
    const ana = await new Client(gateway.url).logIn();
    await ana.post('/v1/auth/otp', {});
    const verified = await ana.send('PUT', '/v1/auth/otp', { body: { otp: await control.otp(ANA.email) } });
    handle = verified.body.data.sessionToken;
    mustNotBeLogged(handle);
  });

  beforeEach(() => {
    arrived = [];
    cms.answers((incoming, response) => {
      void take(incoming).then((call) => {
        arrived.push(call);
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ACCEPTED));
      });
    });
  });

  afterEach(async () => {
    expect((await fetch(`${gateway.adminUrl}/livez`)).status).toBe(200);
  });

  afterAll(async () => {
    await simulator.close();
    await cms.close();
    await gateway.stop();
  });

  const headers = (): Record<string, string> => ({
    authorization: `Bearer ${handle}`,
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
  });

  const send = async (body: Buffer | ReadableStream<Uint8Array>): Promise<{ status: number; body: unknown }> => {
    const duplex = body instanceof ReadableStream ? ({ duplex: 'half' } as const) : {};
    const answer = await fetch(gateway.url + UPLOAD, { method: 'POST', headers: headers(), body, ...duplex });
    return { status: answer.status, body: await answer.json() };
  };

  it.each([1, 3, 10])('reaches the CMS byte for byte (%d MiB)', async (mebibytes) => {
    const body = form(randomBytes(mebibytes * MIB));

    const answer = await send(body);

    expect(answer).toEqual({ status: 200, body: ACCEPTED });
    expect(arrived).toMatchObject([
      {
        bytes: body.length,
        sha256: createHash('sha256').update(body).digest('hex'),
        headers: {
          'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
          'content-length': String(body.length),
          authorization: expect.stringMatching(/^Bearer /),
          'x-user-token': expect.stringMatching(/^Bearer /),
        },
      },
    ]);
  });

  it('of 16 MB goes through with less than 20 MB more memory, also to a slow CMS', async () => {
    const body = form(randomBytes(16 * MIB));
    await send(form(randomBytes(8 * MIB)));
    cms.answers((incoming, response) => {
      void takeSlowly(incoming).then((call) => {
        arrived.push(call);
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ACCEPTED));
      });
    });
    takePeak(gateway.pid);
    const before = residentBytes(gateway.pid);

    const answer = await send(body);

    expect(answer.status).toBe(200);
    expect(arrived.at(-1)?.bytes).toBe(body.length);
    expect(takePeak(gateway.pid) - before).toBeLessThan(20 * MIB);
  }, 30_000);

  it('in chunks has no length upstream either', async () => {
    const body = form(randomBytes(MIB));
    const chunks = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < body.length; at += 50_000) controller.enqueue(body.subarray(at, at + 50_000));
        controller.close();
      },
    });

    expect((await send(chunks)).status).toBe(200);
    expect(arrived[0]?.headers['content-length']).toBeUndefined();
    expect(arrived[0]?.bytes).toBe(body.length);
  });

  it.each([
    ['a file that is too large', form(Buffer.alloc(16 * MIB + 1)), 413, 'payload_too_large'],
    ['a file far too large', form(Buffer.alloc(40 * MIB)), 413, 'payload_too_large'],
    ['a CSV file', form(Buffer.from('a;b'), { file: 'users.csv', type: 'text/csv' }), 415, 'unsupported_media_type'],
    [
      'a script that is called a workbook',
      form(Buffer.from('x'), { type: 'text/html' }),
      415,
      'unsupported_media_type',
    ],
    ['a file in another field', form(Buffer.from('x'), { field: 'cards' }), 400, 'validation_failed'],
    ['no file', Buffer.from(`--${BOUNDARY}--\r\n`), 400, 'validation_failed'],
    ['half a form', form(randomBytes(MIB)).subarray(0, MIB), 400, 'validation_failed'],
  ])('of %s is refused, and the CMS never has a whole body', async (_what, body, status, code) => {
    expect(await send(body)).toMatchObject({ status, body: { code } });
    await sleep(50);
    expect(arrived.filter(({ complete }) => complete)).toEqual([]);
  });

  it('may carry a one-time code, as a field of the form or in a header', async () => {
    const part = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="otp"\r\n\r\n123456\r\n`;
    const plain = form(randomBytes(1000));
    const whole = Buffer.concat([Buffer.from(part), plain]);
    const sha256 = createHash('sha256').update(whole).digest('hex');

    expect(await send(whole)).toMatchObject({ status: 200 });
    const inHeader = { ...headers(), 'x-otp': '123456' };
    const answer = await fetch(gateway.url + UPLOAD, { method: 'POST', headers: inHeader, body: plain });

    expect(answer.status).toBe(200);
    expect(arrived).toMatchObject([{ sha256 }, { sha256, headers: { 'content-length': String(whole.length) } }]);
  });

  it('of JSON is refused', async () => {
    const ana = new Client(gateway.url, { authorization: `Bearer ${handle}` });
    expect(await ana.post(UPLOAD, {})).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    const list = '/v1/partners/partner-demo/cardholders';
    const misplaced = await fetch(gateway.url + list, {
      method: 'POST',
      headers: headers(),
      body: form(Buffer.from('x')),
    });
    expect(misplaced.status).toBe(415);
  });

  it('whose client goes away ends upstream', async () => {
    const seen = new Promise<Arrived>((resolve) => {
      cms.answers((incoming) => void take(incoming).then(resolve));
    });
    const client = request(gateway.url + UPLOAD, {
      method: 'POST',
      headers: { ...headers(), 'content-length': 8 * MIB },
    });
    client.on('error', () => undefined);
    client.write(form(randomBytes(2 * MIB)).subarray(0, MIB));
    await sleep(200);

    client.destroy();

    expect((await seen).complete).toBe(false);
  });

  it.each([
    ['refuses it before it has read it', 400, '{"success":false,"errors":[{"code":"7000","message":"x"}]}', 400],
    ['refuses a token before it has read it', 401, '{"success":false,"errors":[{"code":"TOKEN_EXPIRED"}]}', 503],
  ])('to a CMS that %s is answered all the same', async (_what, status, text, expected) => {
    cms.answers((_incoming: IncomingMessage, response: ServerResponse) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(text);
    });

    const answer = await send(form(randomBytes(4 * MIB)));

    // Cut off in the middle of its own sending, the gateway may not have seen the words: then it is a cut answer.
    expect([expected, 502]).toContain(answer.status);
    cms.answers((incoming, response) => {
      incoming.resume();
      response.end('{}');
    });
  });
});

async function take(incoming: IncomingMessage): Promise<Arrived> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of incoming as AsyncIterable<Buffer>) {
      bytes += part.length;
      hash.update(part);
    }
  } catch {
    // Broken off: `complete` says so.
  }
  return { headers: incoming.headers, bytes, sha256: hash.digest('hex'), complete: incoming.complete };
}

async function takeSlowly(incoming: IncomingMessage): Promise<Arrived> {
  let bytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length;
    await sleep(3);
  }
  return { headers: incoming.headers, bytes, sha256: '', complete: incoming.complete };
}
