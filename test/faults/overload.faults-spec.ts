/** Three times what the gateway can do, for a minute: it does what it can, refuses the rest at once, and is well soon after. */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { BILLING, Client } from '../support/client.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { type Load, LoadProcess, rawRequest } from '../support/load/load-process.js';
import { print } from '../support/replicas.js';
import { after, answering, ScriptedUpstream } from '../support/scripted-upstream.js';

const TEST_MS = 300_000;
const SECONDS = Number(process.env['OVERLOAD_SECONDS'] ?? 60);
const READ = '/v1/transactions/search';
/** A machine that others use, too, has moments of its own. */
const NOISE_MS = 20;

describe('three times the capacity', () => {
  let upstream: ScriptedUpstream;
  let gateway: GatewayProcess;
  let service: Client;
  let load: LoadProcess;

  const start = async (connections: number): Promise<void> => {
    upstream = await ScriptedUpstream.start();
    const payments = { baseUrl: upstream.url, connections, bulkhead: { callerPart: 1, queue: 64 } };
    gateway = await GatewayProcess.start({ config: { upstreams: { payments } } });
    service = await new Client(gateway.url).asService(BILLING);
    load = new LoadProcess(gateway.url);
    await ownCore(gateway.pid, 0);
  };
  afterEach(async () => {
    load.stop();
    await gateway.stop();
    await upstream.close();
  });

  const run = (seconds: number, rate: object): Promise<Load> =>
    load.run({ requests: [rawRequest(service, 'GET', READ)], seconds, ...rate });

  it.each([
    ['an upstream', 16, 50],
    ['a processor', 64, 0],
  ])(
    'of %s leaves at least 80 % of the capacity, and nothing of it 5 s later',
    async (what, connections, ms) => {
      await start(connections);
      upstream.script = ms === 0 ? answering(200) : after(ms);
      // As many at once as have a place at the upstream: reads may have 0.8 of it.
      const atOnce = Math.floor(connections * 0.8);
      await run(10, { connections: atOnce });
      const full = await run(10, { connections: atOnce });
      const capacity = full.with(200).answers.length / 10;
      const calm = await run(5, { perSecond: capacity / 3 });

      const stormy = await run(SECONDS, { perSecond: 3 * capacity });
      const goodput = stormy.with(200).answers.length / SECONDS;
      await sleep(5000);
      const later = await run(5, { perSecond: capacity / 3 });

      print(`three times the capacity of ${what}, for ${SECONDS} s`, {
        capacity: Math.round(capacity),
        goodput: Math.round(goodput),
        calm: calm.figures,
        stormy: stormy.figures,
        refused: [0.5, 0.99].map((share) => stormy.with(503).percentile(share)),
        later: later.figures,
      });
      expect(goodput).toBeGreaterThan(0.8 * capacity);
      expect(stormy.unanswered).toBe(0);
      expect(stormy.with(503).percentile(0.5)).toBeLessThanOrEqual(10);
      expect(later.statuses).toEqual({ 200: later.answers.length });
      expect(later.percentile(0.99)).toBeLessThan(2 * calm.percentile(0.99) + NOISE_MS);
    },
    TEST_MS,
  );
});

/** Gives a process a core of its own, as a gateway has one where its load comes over the network. */
function ownCore(pid: number, core: number): Promise<void> {
  return new Promise((resolve) => {
    execFile('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)], () => {
      resolve();
    });
  });
}
