/** A process whose event loop is late says no at once to what can wait most, and to no more than it must. */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../support/client.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { RawConnection } from '../support/held-requests.js';
import { answering, ScriptedUpstream, type Script } from '../support/scripted-upstream.js';

const TEST_MS = 120_000;
/** With fewer a delay is not their doing. */
const UNDER_WAY = 110;
/** Milliseconds; the bounds of priorities are parts of it. */
const MOST_DELAY_MS = 160;
/** Of a pause, that the next one is longer or shorter: less than the bounds are apart. */
const STEP = 0.1;
/** Shorter than two samples of the delay. */
const RUN_MS = 10;
/** So many pauses are longer than the time over which a delay is told. */
const PAUSES = 2;
const READ = 'GET /v1/transactions/search';
/** As they are refused, the first first. */
const KINDS = [['GET /v1/views/cards/770001'], [READ], ['POST /v1/refund'], ['GET /health', 'GET /v1/status']] as const;
const REQUESTS = KINDS.flat();

describe('a process whose event loop is late', () => {
  let upstream: ScriptedUpstream;
  let gateway: GatewayProcess;
  let service: Client;
  let connections: RawConnection[];
  const sockets: Socket[] = [];
  const held: Parameters<Script>[] = [];

  beforeAll(async () => {
    upstream = await ScriptedUpstream.start();
    const often = {
      baseUrl: upstream.url,
      connections: 300,
      firstByteMs: 60_000,
      deadlineMs: 60_000,
      bulkhead: { callerPart: 1 },
    };
    gateway = await GatewayProcess.start({
      config: {
        upstreams: { payments: often, middleware: often },
        server: { load: { eventLoopDelayMs: MOST_DELAY_MS } },
      },
    });
    service = await new Client(gateway.url).asService();
    upstream.script = (...call) => held.push(call);
    const { hostname, port } = new URL(gateway.url);
    for (let count = 0; count < UNDER_WAY; count += 1) {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.write(textOf('POST /v1/refund'));
      sockets.push(socket);
    }
    while (held.length < UNDER_WAY) await sleep(10);
    upstream.script = answering(200);
    connections = await Promise.all(REQUESTS.map(() => RawConnection.to(gateway.url)));
  }, TEST_MS);
  afterAll(async () => {
    for (const one of [...sockets, ...connections]) one.destroy();
    await gateway.stop();
    await upstream.close();
  });

  const textOf = (request: string): string => {
    const { authorization = '' } = service.headers;
    const head = [`${request} HTTP/1.1`, 'host: x', `authorization: ${authorization}`];
    const body = ['content-type: application/json', 'content-length: 2', `idempotency-key: ${randomUUID()}`];
    return request.startsWith('POST') ? [...head, ...body, '', '{}'].join('\r\n') : [...head, '', ''].join('\r\n');
  };

  /** Lets the loop stand still for so long, some times, and then asks for all at once. Gives what was refused. */
  const refusedAfter = async (pauseMs: number): Promise<string[]> => {
    const before = connections.map(({ text, statuses }) => ({ length: text.length, count: statuses.length }));
    for (let pause = 0; pause <= PAUSES && pauseMs > 0; pause += 1) {
      process.kill(gateway.pid, 'SIGSTOP');
      // Read in one turn of the loop, all of them.
      if (pause === PAUSES) for (const [index, one] of connections.entries()) one.send(textOf(REQUESTS[index] ?? ''));
      await sleep(pauseMs);
      process.kill(gateway.pid, 'SIGCONT');
      await sleep(RUN_MS);
    }
    if (pauseMs <= 0) for (const [index, one] of connections.entries()) one.send(textOf(REQUESTS[index] ?? ''));
    await Promise.all(
      connections.map((one, index) => one.until(({ statuses }) => statuses.length > (before[index]?.count ?? 0))),
    );
    return REQUESTS.filter((_request, index) => {
      const answer = connections[index]?.text.slice(before[index]?.length) ?? '';
      const isRefused = answer.includes('"code":"overloaded"');
      if (isRefused) expect(answer).toMatch(/^HTTP\/1\.1 503 [^]*\r\nretry-after: 1\r\n/i);
      return isRefused;
    });
  };

  it(
    'refuses views first, then reads, then writes, sessions and health last, and nothing when it is well again',
    async () => {
      let pauseMs = 0;
      expect(await refusedAfter(pauseMs)).toEqual([]);
      pauseMs = 0.6 * MOST_DELAY_MS;
      for (const count of KINDS.keys()) {
        const wanted = KINDS.slice(0, count + 1).flat();
        for (;;) {
          const refused = await refusedAfter(pauseMs);
          // Never one without all that go before it.
          expect(refused).toEqual(REQUESTS.slice(0, refused.length));
          if (refused.length === wanted.length) break;
          pauseMs *= refused.length < wanted.length ? 1 + STEP : 1 - STEP;
        }
      }
      while ((await refusedAfter(0)).length > 0) await sleep(50);
    },
    TEST_MS,
  );
});
