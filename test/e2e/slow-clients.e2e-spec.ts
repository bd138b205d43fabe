/** Clients on slow lines: the time that they take is not Migo's, and has limits of its own. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { logOf } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { MIB } from '../support/memory.js';
import { SimulatorControl } from '../support/simulator-control.js';
import { VerbatimUpstream } from '../support/foreign/verbatim-upstream.js';

const TEST_MS = 20_000;
const DEADLINE_MS = 2000;
const STALL_MS = 3000;
const SEARCH = '/v1/transactions/search';
const UPLOAD = '/v1/partners/partner-demo/cardholders/upload';
const WORKBOOK = 'PK\u0003\u0004'.padEnd(4000, 'x');
const FORM = [
  '--b',
  'content-disposition: form-data; name="users"; filename="a.xlsx"',
  'content-type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '',
  WORKBOOK,
  '--b--',
  '',
].join('\r\n');

describe('a client on a slow line', () => {
  let simulator: Simulator;
  let control: SimulatorControl;
  let large: VerbatimUpstream;
  let gateway: GatewayProcess;
  let authorization: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    large = await VerbatimUpstream.start();
    const upstreams = Object.entries<object>({ ...upstreamsOf({ urls: { ...simulator.urls, payments: large.url } }) });
    const impatient = upstreams.map(([name, upstream]) => [
      name,
      { ...upstream, deadlineMs: DEADLINE_MS, firstByteMs: 500 },
    ]);
    const config = { upstreams: Object.fromEntries(impatient), server: { clientStallMs: STALL_MS } };
    gateway = await GatewayProcess.start({ config });
    authorization = (await new Client(gateway.url).asService()).headers['authorization'] ?? '';
  });

  afterAll(async () => {
    await simulator.close();
    await large.close();
    await gateway.stop();
  });

  const open = (head: readonly string[]): Socket => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `${[...head, 'host: x', `authorization: ${authorization}`, 'connection: close'].join('\r\n')}\r\n\r\n`,
    );
    return socket;
  };
  const toEnd = async (socket: Socket): Promise<{ bytes: number; text: string }> => {
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    await new Promise((resolve) => socket.once('close', resolve));
    const whole = Buffer.concat(parts);
    return { bytes: whole.length, text: whole.toString('latin1', 0, 4000) };
  };
  const problemsOf = (id: string): unknown[] =>
    logOf(gateway).filter(({ requestId, msg }) => requestId === id && msg === 'request');

  describe('that reads', () => {
    const length = 24 * MIB;
    const answer = (socket: Socket): void => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`);
      socket.write(Buffer.alloc(length, '['));
    };

    it(
      'gets the whole of a large answer, also where it takes longer than Migo may',
      async () => {
        large.answers(answer);
        const socket = open([`GET ${SEARCH} HTTP/1.1`]);
        const read = toEnd(socket);
        const startedAt = performance.now();
        for (let pause = 0; pause < 3; pause += 1) {
          await sleep(100);
          socket.pause();
          await sleep(STALL_MS / 2);
          socket.resume();
        }

        const { bytes, text } = await read;

        expect(performance.now() - startedAt).toBeGreaterThan(DEADLINE_MS);
        expect(text).toMatch(/^HTTP\/1\.1 200 /);
        expect(bytes).toBeGreaterThan(length);
      },
      TEST_MS,
    );

    it(
      'and stops, is cut off, and the upstream is let go',
      async () => {
        large.answers(answer);
        const closedBefore = large.closed;
        const id = 'stalled-reader-1';
        const socket = open([`GET ${SEARCH} HTTP/1.1`, `x-request-id: ${id}`]);
        socket.pause();

        await eventually(() => Promise.resolve(large.closed > closedBefore && problemsOf(id).length > 0));

        expect(large.closed).toBe(closedBefore + 1);
        expect(problemsOf(id)).toMatchObject([{ problem: 'client_stalled', aborted: true }]);
        socket.destroy();
      },
      TEST_MS,
    );

    it('does not excuse an upstream that stops', async () => {
      large.answers((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n\r\n');
        socket.write('['.repeat(200_000));
      });
      const id = 'stalled-upstream-1';
      const startedAt = performance.now();

      await toEnd(open([`GET ${SEARCH} HTTP/1.1`, `x-request-id: ${id}`]));

      expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + 800);
      await eventually(() => Promise.resolve(problemsOf(id).length > 0));
      expect(problemsOf(id)).toMatchObject([{ problem: 'upstream_timeout' }]);
    });
  });

  describe('that uploads', () => {
    const head = [
      `POST ${UPLOAD} HTTP/1.1`,
      'content-type: multipart/form-data; boundary=b',
      `content-length: ${FORM.length}`,
    ];

    it(
      'and pauses, is served',
      async () => {
        await control.forgetCalls();
        const socket = open(head);
        const read = toEnd(socket);
        const size = Math.ceil(FORM.length / 4);
        for (let at = 0; at < FORM.length; at += size) {
          await sleep(DEADLINE_MS / 2);
          socket.write(FORM.slice(at, at + size));
        }

        const { text } = await read;

        expect(text).not.toMatch(/upstream_timeout|client_stalled/);
        expect(
          (await control.calls({ method: 'POST', path: '/app/partners/partner-demo/cardholders/upload' })).length,
        ).toBe(1);
      },
      TEST_MS,
    );

    it(
      'and stops, is told that it was the client: 408',
      async () => {
        const socket = open(head);
        socket.write(FORM.slice(0, 1000));
        const startedAt = performance.now();

        const { text } = await toEnd(socket);

        expect(text).toMatch(/^HTTP\/1\.1 408 [^]*"code":"client_stalled"/);
        expect(text).toMatch(/\r\nconnection: close\r\n/i);
        const took = performance.now() - startedAt;
        expect(took).toBeGreaterThan(STALL_MS - 100);
        expect(took).toBeLessThan(STALL_MS + 2000);
      },
      TEST_MS,
    );
  });
});
