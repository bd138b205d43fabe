import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { Balancer } from '../support/balancer.js';
import { Client } from '../support/client.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { SigningKey } from '../support/signing-key.js';

const LIST = '/v1/partners/partner-demo/cardholders?limit=1';
const SLOW = '/v1/card-transfers/4711';

/** 20,000 at 200 a second, and a call of 15 s, for the acceptance of a release (npm run faults). */
const REQUESTS = Number(process.env['ROLLING_REQUESTS'] ?? 2000);
const PER_SECOND = Number(process.env['REQUESTS_PER_SECOND'] ?? 80);
const SLOW_MS = Number(process.env['SLOW_CALL_SECONDS'] ?? 8) * 1000;
const EVERY_MS = 25;

describe('three replicas that are restarted one after the other', () => {
  const keyPrefix = `test-${randomUUID()}`.slice(0, 32);
  const balancer = new Balancer();
  const key = new SigningKey('shared');
  let gateways: GatewayProcess[] = [];
  let simulator: Simulator;
  let wallet: FrontedUpstream;
  let ana: Client;

  const start = async (): Promise<void> => {
    const upstreams = {
      ...upstreamsOf(simulator),
      wallet: { baseUrl: wallet.url, deadlineMs: 30_000, firstByteMs: 30_000 },
    };
    const config = { upstreams, server: { warmUp: true, drainSeconds: 5 }, serviceTokens: { keys: [key.setting] } };
    const gateway = await GatewayProcess.start({ keyPrefix, config });
    gateways.push(gateway);
    await balancer.add(gateway);
  };

  beforeAll(async () => {
    simulator = await startSimulator();
    wallet = await FrontedUpstream.start(simulator.urls.wallet, /4711/);
    for (let replica = 0; replica < 3; replica += 1) await start();
    ana = await new Client(gateways[0]?.url ?? '').logIn();
  }, 90_000);

  afterAll(async () => {
    balancer.close();
    await Promise.all(gateways.map((gateway) => gateway.stop('SIGKILL')));
    await wallet.close();
    await simulator.close();
  });

  it(
    'lose no request, and no call that was under way',
    async () => {
      const outcomes = new Map<string, number>();
      const underWay = new Set<Promise<void>>();
      let sent = 0;
      const send = (): void => {
        sent += 1;
        const call = balancer
          .send(LIST, ana.headers)
          .then(({ status }) => String(status))
          .catch(String)
          .then((outcome) => {
            outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
            underWay.delete(call);
          });
        underWay.add(call);
      };
      const startedAt = performance.now();
      const timer = setInterval(() => {
        while (sent < ((performance.now() - startedAt) * PER_SECOND) / 1000) send();
      }, EVERY_MS);
      wallet.answers((_request, response) => {
        setTimeout(() => response.setHeader('content-type', 'application/json').end('{"success":true}'), SLOW_MS);
      });

      const service = await ana.asService();
      for (const gateway of [...gateways]) {
        const slow = service.at(gateway.url).get(SLOW);
        await sleep(200);
        const code = gateway.stop();
        expect(await slow).toMatchObject({ status: 200 });
        expect(await code).toBe(0);
        balancer.remove(gateway);
        gateways = gateways.filter((other) => other !== gateway);
        await start();
      }
      while (sent < REQUESTS) await sleep(100);
      clearInterval(timer);
      await Promise.all(underWay);

      expect([...outcomes]).toEqual([['200', sent]]);
    },
    90_000 + (REQUESTS / PER_SECOND) * 1000 + 3 * SLOW_MS,
  );
});
