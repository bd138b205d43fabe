import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { logOf, type LogLine } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { outcome } from '../support/paying.js';

const SLOW = '/v1/card-transfers/4711';
const STATEMENTS = '/v1/cards/4711/statements';
const LARGE = `{"success":true,"data":"${'x'.repeat(16_000_000)}"}`;

describe('a client who gives a call up', () => {
  let simulator: Simulator;
  let wallet: FrontedUpstream;
  let gateway: GatewayProcess;
  let billing: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    wallet = await FrontedUpstream.start(simulator.urls.wallet, /4711/);
    const upstreams = { ...upstreamsOf(simulator), wallet: { baseUrl: wallet.url } };
    gateway = await GatewayProcess.start({ config: { upstreams } });
    billing = await new Client(gateway.url).asService();
  });

  afterAll(async () => {
    await Promise.all([wallet.close(), simulator.close(), gateway.stop()]);
  });

  const lineOf = (requestId: string): Promise<LogLine> =>
    eventually(() =>
      Promise.resolve(logOf(gateway).find(({ msg, requestId: id }) => msg === 'request' && id === requestId)),
    );

  it('is told in the log and the metrics by 499', async () => {
    wallet.answers(() => undefined);
    const giveUp = new AbortController();
    const call = billing.open(SLOW, { headers: { 'x-request-id': 'given-up-1' }, signal: giveUp.signal });
    await sleep(200);
    giveUp.abort();
    await expect(call).rejects.toThrow();

    expect(await lineOf('given-up-1')).toMatchObject({ status: 499, aborted: true, route: 'transfers.getTransfer' });
    const metrics = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(
      /^migo_gateway_request_duration_seconds_count\{route="transfers.getTransfer",status="499",caller="service",partner="demo"\} 1$/m,
    );
  });

  it.each([
    ['before it begins', 0],
    ['in the middle of it', 300],
  ])(
    'with a key has made it all the same: a large answer is read to its end, also if he goes %s',
    async (when, readMs) => {
      let hasCome = false;
      wallet.answers((_request, response) => {
        hasCome = true;
        // More than the connections in between take on.
        setTimeout(() => response.writeHead(201, { 'content-type': 'application/json' }).end(LARGE), 500);
      });
      const [giveUp, key] = [new AbortController(), when.replaceAll(' ', '-')];
      const headers = { 'idempotency-key': key, 'content-type': 'application/json' };
      const call = billing.open(STATEMENTS, { method: 'POST', body: '{}', headers, signal: giveUp.signal });
      call.catch(() => undefined);
      await eventually(() => Promise.resolve(hasCome));
      if (readMs > 0) await Promise.all([call, sleep(500 + readMs)]);
      giveUp.abort();

      const told = await eventually(async () => {
        const { data } = (await outcome(billing, key)).body as { data: { status: string } };
        return data.status !== 'running' && data;
      });
      expect(told).toMatchObject({ status: 'succeeded' });
    },
  );

  it('is not who broke an answer that the upstream broke', async () => {
    wallet.answers((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write(`{"data":"${'x'.repeat(100_000)}`);
      setTimeout(() => response.destroy(), 100);
    });
    const answer = await billing.open(SLOW, { headers: { 'x-request-id': 'broken-1' } });
    await expect(answer.text()).rejects.toThrow();

    expect(await lineOf('broken-1')).toMatchObject({ status: 200, aborted: true, problem: 'upstream_answer_cut' });
  });
});
