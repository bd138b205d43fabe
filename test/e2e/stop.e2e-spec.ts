import {
  type Agent as HttpAgent,
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { auditOf, logOf } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';

const PROGRESS = '/v1/partners/partner-demo/cardholders/batch/bat_1/progress';
const SLOW = '/v1/card-transfers/4711';
const MONEY = '/v1/cards/4711/funds';
const FUNDS = { amount: 10, operation: 'ADD_FUNDS', reference: 'r-1', channel: 'WEB' };

interface Got {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

describe('a gateway that is told to stop', () => {
  let simulator: Simulator;
  let wallet: FrontedUpstream;
  let cms: FrontedUpstream;
  let gateway: GatewayProcess;
  let ana: Client;
  let billing: Client;
  let upstreamCalls: ServerResponse[];
  const agents: HttpAgent[] = [];
  const sockets: Socket[] = [];

  beforeAll(async () => {
    simulator = await startSimulator();
    wallet = await FrontedUpstream.start(simulator.urls.wallet, /4711/);
    cms = await FrontedUpstream.start(simulator.urls.cms, /\/progress$/);
  });

  const start = async (server: object): Promise<void> => {
    const slow = { baseUrl: wallet.url, deadlineMs: 30_000, firstByteMs: 30_000 };
    const upstreams = { ...upstreamsOf({ urls: { ...simulator.urls, cms: cms.url } }), wallet: slow };
    gateway = await GatewayProcess.start({ config: { upstreams, server } });
    ana = await new Client(gateway.url).logIn();
    billing = await new Client(gateway.url).asService();
    upstreamCalls = [];
    wallet.answers((_request, response) => upstreamCalls.push(response));
  };

  afterEach(async () => {
    agents.splice(0).forEach((agent) => {
      agent.destroy();
    });
    sockets.splice(0).forEach((socket) => socket.destroy());
    await gateway.stop('SIGKILL');
  });

  afterAll(async () => {
    await Promise.all([wallet.close(), cms.close(), simulator.close()]);
  });

  const agentOf = (): HttpAgent => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    return agent;
  };

  const send = (path: string, { agent, method = 'GET', headers = {}, body }: Sent = {}): Promise<Got> =>
    new Promise((resolve, reject) => {
      const sent: ClientRequest = request(gateway.url + path, { agent, method, headers }, (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('error', reject).on('end', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
        });
      });
      sent.on('error', reject).end(body);
    });

  const readyz = async (): Promise<{ status: number; checks: Record<string, string> }> => {
    const answer = await fetch(`${gateway.adminUrl}/readyz`);
    const { checks } = (await answer.json()) as { checks: Record<string, string> };
    return { status: answer.status, checks };
  };

  const reached = (count: number): Promise<unknown> => eventually(() => Promise.resolve(upstreamCalls.length >= count));

  const answer = (response: ServerResponse | undefined): void => {
    response?.setHeader('content-type', 'application/json').end('{"success":true}');
  };

  it('says so on the admin port, serves on for a while, closes each connection, and exits with 0', async () => {
    await start({ drainSeconds: 4 });
    const [busy, used, idle] = [agentOf(), agentOf(), agentOf()];
    expect(await send('/health', { agent: used })).toMatchObject({ headers: { connection: 'keep-alive' } });
    await send('/health', { agent: idle });
    // Somebody who connects to the admin port and says nothing must not hold it up.
    sockets.push(connect(Number(new URL(gateway.adminUrl).port), '127.0.0.1'));
    const [idleSocket] = Object.values(idle.freeSockets).flat();
    const idleClosed = new Promise((resolve) => idleSocket?.once('close', resolve));
    const slow = send(SLOW, { agent: busy, headers: billing.headers });
    await reached(1);
    expect(await readyz()).toMatchObject({ status: 200 });

    const exited = gateway.stop();

    await eventually(async () => (await readyz()).status === 503);
    expect(await readyz()).toMatchObject({ checks: { serving: 'failed', store: 'ok' } });
    expect(await send('/health', { agent: used })).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(await send('/health', {})).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(await send('/nowhere', {})).toMatchObject({ status: 404, headers: { connection: 'close' } });
    await idleClosed;
    await eventually(() =>
      send('/health').then(
        () => false,
        (error: unknown) => String(error).includes('ECONNREFUSED'),
      ),
    );
    expect(await readyz()).toMatchObject({ status: 503 });
    answer(upstreamCalls[0]);
    expect(await slow).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(await exited).toBe(0);
    const lines = logOf(gateway).filter(({ msg }) => msg === 'request');
    expect(lines.filter(({ route }) => route === 'transfers.getTransfer' || route === 'health').length).toBeGreaterThan(
      4,
    );
  });

  it('tells event streams to connect again elsewhere, and ends them', async () => {
    await start({ drainSeconds: 0 });
    cms.answers((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('id: 1\ndata: whole\n\nid: 2\ndata: ha');
    });
    const stream = await ana.open(PROGRESS, { headers: { accept: 'text/event-stream' } });
    await eventually(() => Promise.resolve(stream.ok));

    const exited = gateway.stop();

    const text = await stream.text();
    expect(text).toMatch(/^id: 1\ndata: whole\n\nid: 2\ndata: ha:\nretry: [1-4]\d{3}\n$/);
    expect(await exited).toBe(0);
    expect(logOf(gateway).filter(({ msg, aborted }) => msg === 'request' && aborted === true)).toEqual([]);
  });

  it('waits for a payment whose client has gone', async () => {
    await start({ drainSeconds: 0 });
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    sockets.push(socket);
    const body = JSON.stringify(FUNDS);
    const head = [
      `POST ${MONEY} HTTP/1.1`,
      'host: gateway',
      `authorization: ${billing.headers['authorization'] ?? ''}`,
      'content-type: application/json',
      'idempotency-key: 0f7c3d7e-8a1b-4c2d-9e3f-stop00000001',
      `content-length: ${body.length}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    await reached(1);
    socket.destroy();
    await eventually(() => Promise.resolve(logOf(gateway).some(({ status }) => status === 499)));

    const exited = gateway.stop();
    let hasExited = false;
    void exited.then(() => (hasExited = true));
    await sleep(1000);

    expect(hasExited).toBe(false);
    answer(upstreamCalls[0]);
    expect(await exited).toBe(0);
    expect(auditOf(gateway).find(({ event }) => event === 'call_unknown')).toMatchObject({ status: 499 });
  });

  it('cuts what takes too long, and tells its clients and the log', async () => {
    await start({ drainSeconds: 0, terminationSeconds: 2 });
    const slow = send(SLOW, { headers: billing.headers });
    const payment = billing.post(MONEY, FUNDS, { headers: { 'idempotency-key': 'stop-0000-0000-0002' } });
    await reached(2);

    const exited = gateway.stop();

    expect(await slow).toMatchObject({ status: 502 });
    expect(await payment).toMatchObject({ status: 504, body: { code: 'outcome_unknown' } });
    expect(await exited).toBe(0);
    const statuses = logOf(gateway)
      .filter(({ msg }) => msg === 'request')
      .map(({ status }) => status);
    expect(statuses).toEqual(expect.arrayContaining([502, 504]));
    expect(logOf(gateway).some(({ msg }) => String(msg).startsWith('calls are cut'))).toBe(true);
  });

  it('ends at once when it is told twice', async () => {
    await start({ drainSeconds: 60 });
    const slow = send(SLOW, { headers: billing.headers });
    slow.catch(() => undefined);
    await reached(1);

    void gateway.stop();
    await eventually(async () => (await readyz()).status === 503);
    const code = await gateway.stop();

    expect(code).toBe(1);
    await expect(slow).rejects.toThrow();
  });
});

interface Sent {
  agent?: HttpAgent;
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}
