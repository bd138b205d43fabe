import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client } from '../support/client.js';
import { VerbatimUpstream } from '../support/foreign/verbatim-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { keyFor } from '../support/money-paths.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { MIB, residentBytes, takePeak } from '../support/memory.js';
import { SimulatorControl } from '../support/simulator-control.js';

const TRANSFER_MS = 30_000;
const MORE_MEMORY = 40 * MIB;
const LIST = '/v1/partners/partner-demo/cardholders';
const SEARCH = '/v1/transactions/search';

describe('a large answer', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let endless: VerbatimUpstream;
  let gateway: GatewayProcess;
  let handle: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    endless = await VerbatimUpstream.start();
    const upstreams = upstreamsOf({ urls: { ...simulator.urls, payments: endless.url } });
    const middleware = { baseUrl: simulator.urls.middleware, maxAnswerBytes: 65_536 };
    // Time for a slow reader; a stopwatch is none of this suite's matters.
    const cms = { baseUrl: simulator.urls.cms, deadlineMs: 60_000 };
    gateway = await GatewayProcess.start({ config: { upstreams: { ...upstreams, cms, middleware } } });
    const login = await new Client(gateway.url).post('/v1/auth/operator/login', { ...ANA, transport: 'token' });
    handle = login.body.data.sessionToken;
    mustNotBeLogged(handle, ANA.password);
  });

  afterAll(async () => {
    await simulator.close();
    await endless.close();
    await gateway.stop();
  });

  const open = (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${handle}` };
      get(gateway.url + path, { headers, agent: false }, resolve).on('error', reject);
    });

  /** Reads to the end and gives the number of bytes; stands still for 1 s at the byte `pauseAt`. */
  const count = async (answer: IncomingMessage, pauseAt = Infinity): Promise<number> => {
    let bytes = 0;
    let rested = false;
    for await (const part of answer as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes < pauseAt || rested) continue;
      rested = true;
      await sleep(1000);
    }
    return bytes;
  };

  const alive = async (): Promise<void> => {
    expect((await fetch(`${gateway.adminUrl}/livez`)).status).toBe(200);
    await control.clearFaults();
    expect((await count(await open(`${LIST}?limit=1`))) > 0).toBe(true);
  };

  afterEach(alive);

  describe('of 200 MB', () => {
    beforeAll(async () => {
      await control.fault({ upstream: 'cms', path: '/app/partners', kind: 'large', bytes: 20 * MIB });
      await count(await open(LIST));
      await control.clearFaults();
    });

    it.each([
      ['with its length', 'fast', { chunked: false, pauseAt: Infinity }],
      ['in chunks', 'fast', { chunked: true, pauseAt: Infinity }],
      ['with its length', 'that stops reading for a while', { chunked: false, pauseAt: 10 * MIB }],
    ])(
      '%s streams through to a client %s with less than 40 MB more memory',
      async (_how, _who, { chunked, pauseAt }) => {
        const bytes = 200 * MIB;
        await control.fault({ upstream: 'cms', path: '/app/partners', kind: 'large', bytes, chunked });
        takePeak(gateway.pid);
        const before = residentBytes(gateway.pid);

        const answer = await open(LIST);
        const received = await count(answer, pauseAt);

        expect({ status: answer.statusCode, received }).toEqual({ status: 200, received: bytes });
        expect(answer.headers['content-length']).toBe(chunked ? undefined : String(bytes));
        expect(takePeak(gateway.pid) - before).toBeLessThan(MORE_MEMORY);
      },
      TRANSFER_MS,
    );
  });

  it('stops the upstream when the client has gone half way', async () => {
    let sent = 0;
    endless.answers((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900000000\r\n\r\n{"data":"');
      const pour = (): void => {
        while (!socket.destroyed && socket.write('x'.repeat(65_536))) sent += 65_536;
        if (!socket.destroyed) socket.once('drain', pour);
      };
      pour();
    });
    const closedBefore = endless.closed;
    const answer = await open(SEARCH);
    await new Promise((resolve) => answer.once('data', resolve));

    answer.destroy();

    await closes(endless, closedBefore);
    expect(sent).toBeLessThan(100 * MIB);
  });

  it('that a client no longer waits for is not waited for by the gateway', async () => {
    endless.answers(() => undefined);
    const requestsBefore = endless.requests;
    const closedBefore = endless.closed;
    const waiting = new AbortController();
    const call = fetch(gateway.url + SEARCH, {
      headers: { authorization: `Bearer ${handle}` },
      signal: waiting.signal,
    });
    while (endless.requests === requestsBefore) await sleep(10);

    waiting.abort();

    await expect(call).rejects.toThrow();
    await closes(endless, closedBefore);
  });

  it('beyond the limit of its upstream is refused', async () => {
    await control.fault({ upstream: 'middleware', kind: 'large', bytes: MIB });

    const ana = new Client(gateway.url, { authorization: `Bearer ${handle}` });
    const { status, body } = await ana.get('/v1/subscriptions?userId=1&clientId=migoDeveloper');

    expect({ status, body }).toMatchObject({ status: 502, body: { code: 'upstream_answer_too_large' } });
  });

  it('to a call that moves money is not abandoned with its client', async () => {
    await control.fault({ upstream: 'middleware', kind: 'slow', delayMs: 500 });
    const waiting = new AbortController();
    const path = '/v1/subscriptions/verify-card';
    const call = fetch(gateway.url + path, {
      method: 'POST',
      headers: { ...keyFor('POST', path), authorization: `Bearer ${handle}`, 'content-type': 'application/json' },
      body: JSON.stringify({ uid: 'trx_demo00000003', processor: 'visa', cardInfo: { token: 'tok_gone' } }),
      signal: waiting.signal,
    });
    const paid = { upstream: 'middleware', method: 'POST' } as const;
    while ((await control.calls(paid)).length === 0) await sleep(10);

    waiting.abort();

    await expect(call).rejects.toThrow();
    await sleep(700);
    // The status is written by the operation when it has run: a broken connection would have left it empty.
    expect(await control.calls(paid)).toMatchObject([{ status: 200 }]);
  });
});

async function closes(upstream: VerbatimUpstream, before: number): Promise<void> {
  const giveUpAt = Date.now() + 2000;
  while (upstream.closed === before && Date.now() < giveUpAt) await sleep(20);
  expect(upstream.closed).toBe(before + 1);
}
