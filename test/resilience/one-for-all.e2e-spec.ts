/** One caller, one partner or one kind of call must not take an upstream from the others. */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { Client, type Reply } from '../support/client.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { percentile } from '../support/percentile.js';
import { after, answering, ScriptedUpstream, type Script } from '../support/scripted-upstream.js';
import { OTHER_SERVICE, twoPartners } from '../support/two-partners.js';

const TEST_MS = 60_000;
const READ = '/v1/transactions/search';
const REFUND = '/v1/refund';
/** Of 16 connections a partner beside others may have three quarters, a caller three quarters of that, and its reads 0.8 of these. */
const MOST = 7;
const FEW = { connections: 16, firstByteMs: 60_000, deadlineMs: 60_000, bulkhead: { queue: 16 } };

const WRITE = ['idempotency-key: KEY', 'content-type: application/json', 'content-length: 2'];

/** Never answers, but to the gateway's own question how it is. */
const eternal: Script = (response, call) => {
  if (call.path.startsWith('/health')) answering(200)(response, call);
};

describe('a partner beside one that takes what it can get', () => {
  let upstream: ScriptedUpstream;
  let gateway: GatewayProcess;
  let greedy: Client;
  let other: Client;
  let sockets: Socket[];

  beforeAll(async () => {
    upstream = await ScriptedUpstream.start();
    const upstreams = {
      payments: { baseUrl: upstream.url, ...FEW },
      middleware: { baseUrl: upstream.url, ...FEW },
    };
    gateway = await GatewayProcess.start({ config: { upstreams, partners: twoPartners() } });
    greedy = await new Client(gateway.url).asService();
    other = await new Client(gateway.url).asService(OTHER_SERVICE);
  });
  afterAll(async () => {
    await gateway.stop();
    await upstream.close();
  });
  beforeEach(() => {
    sockets = [];
    upstream.calls = [];
    upstream.script = answering(200);
  });
  afterEach(async () => {
    for (const socket of sockets) socket.resetAndDestroy();
    while ((await running()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  const running = async (): Promise<number> => {
    const { body } = await new Client(gateway.adminUrl).get('/ops/upstreams');
    const pages = body.upstreams as { upstream: string; connections: { calls: { running: number } } }[];
    return pages.find(({ upstream: name }) => name === 'payments')?.connections.calls.running ?? 0;
  };
  /** Reads of the greedy partner that never end: as many as it may have run, the others wait or are refused. */
  const hang = async (count: number): Promise<void> => {
    upstream.script = eternal;
    const { hostname, port } = new URL(gateway.url);
    const { authorization = '' } = greedy.headers;
    for (let call = 0; call < count; call += 1) {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.write(`GET ${READ} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n\r\n`);
      sockets.push(socket);
    }
    const arrived = (): number => upstream.calls.filter(({ path }) => path.startsWith('/transactions')).length;
    while (arrived() < MOST || (await running()) < MOST) await new Promise((resolve) => setTimeout(resolve, 10));
    upstream.script = answering(200);
  };
  const refund = (client: Client, key: string): Promise<Reply> =>
    client.post(REFUND, { uid: '1' }, { headers: { 'idempotency-key': key } });

  it(
    'reads and pays while 64 reads of the other never end',
    async () => {
      await hang(64);
      const statuses: number[] = [];
      for (let round = 0; round < 10; round += 1) {
        const calls = Array.from({ length: 4 }, (_, index) => [other.get(READ), refund(other, `${round}-${index}`)]);
        statuses.push(...(await Promise.all(calls.flat())).map(({ status }) => status));
      }
      expect(statuses).toEqual(statuses.map(() => 200));
    },
    TEST_MS,
  );

  it(
    'is refused nothing when the other has all that it may have',
    async () => {
      await hang(MOST);
      const [mine, its] = [await greedy.get(READ, { headers: { 'request-timeout': '300' } }), await other.get(READ)];
      expect([mine.status, mine.body.code]).toEqual([503, 'upstream_busy']);
      expect(mine.headers.get('retry-after')).toBe('1');
      expect(its.status).toBe(200);
    },
    TEST_MS,
  );

  it(
    'waits no longer for its reads and payments under the storm than without it',
    async () => {
      const times = async (): Promise<number> => {
        const taken: number[] = [];
        for (let call = 0; call < 60; call += 1) {
          const startedAt = performance.now();
          expect((await other.get(READ)).status).toBe(200);
          taken.push(performance.now() - startedAt);
        }
        return percentile(taken, 0.9);
      };
      upstream.script = after(50);
      const quiet = await times();
      await hang(64);
      upstream.script = after(50);
      const stormy = await times();
      // On a busy machine single calls are late by themselves: a queue would make each of them wait for seconds.
      expect(stormy).toBeLessThan(quiet * 2 + 1000);
    },
    TEST_MS,
  );
});

describe('a process with more requests than it may have', () => {
  let upstream: ScriptedUpstream;
  let gateway: GatewayProcess;
  let service: Client;

  beforeAll(async () => {
    upstream = await ScriptedUpstream.start();
    gateway = await GatewayProcess.start({
      config: {
        upstreams: { payments: { baseUrl: upstream.url }, middleware: { baseUrl: upstream.url } },
        server: { load: { calls: 10 } },
      },
    });
    service = await new Client(gateway.url).asService();
  });
  afterAll(async () => {
    await gateway.stop();
    await upstream.close();
  });

  it.each<[number, Record<string, number>]>([
    [8, { '/v1/views/cards/770001': 503, [READ]: 200, [REFUND]: 200, '/v1/status': 200, '/health': 200 }],
    [10, { '/v1/views/cards/770001': 503, [READ]: 503, [REFUND]: 200, '/v1/status': 200, '/health': 200 }],
    [13, { '/v1/views/cards/770001': 503, [READ]: 503, [REFUND]: 503, '/v1/status': 200, '/health': 200 }],
  ])(
    'refuses, with %d under way, views first, then reads, then writes, and sessions and health last',
    async (count, expected) => {
      const held: Parameters<Script>[] = [];
      upstream.script = (...call) => held.push(call);
      upstream.calls = [];
      const { hostname, port } = new URL(gateway.url);
      const { authorization = '' } = service.headers;
      const sockets = Array.from({ length: count }, () => {
        const socket = connect(Number(port), hostname).on('error', () => undefined);
        const head = [`POST ${REFUND} HTTP/1.1`, 'host: x', `authorization: ${authorization}`, ...WRITE, '', '{}'];
        socket.write(head.join('\r\n').replace('KEY', randomUUID()));
        return socket;
      });
      while (upstream.calls.length < Math.min(count, 12)) await new Promise((resolve) => setTimeout(resolve, 10));
      await new Promise((resolve) => setTimeout(resolve, 100));
      upstream.script = answering(200);
      const told: Record<string, number> = {};
      for (const path of Object.keys(expected)) {
        const reply =
          path === REFUND
            ? await service.post(path, {}, { headers: { 'idempotency-key': `new-${count}` } })
            : await service.get(path);
        told[path] = reply.status;
        if (reply.status === 503) {
          expect(reply.body).toMatchObject({ code: 'overloaded', retryable: true });
          expect(reply.headers.get('retry-after')).toBe('1');
        }
      }
      for (const call of held) answering(200)(...call);
      for (const socket of sockets) socket.end();
      while ((await service.get(READ)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(told).toEqual(expected);
    },
    TEST_MS,
  );
});
