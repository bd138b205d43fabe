/**
 * Three times what an upstream, or the processor, can do, for a minute: that much is done, the rest refused at once or left to the
 * proxy, and soon after all is well.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { BILLING, Client } from '../support/client.js';

import { GatewayProcess } from '../support/gateway-process.js';
import { type Load, LoadProcess, rawRequest } from '../support/load/load-process.js';
import { cpuMs } from '../support/memory.js';
import { print } from '../support/replicas.js';
import { after, answering, ScriptedUpstream } from '../support/scripted-upstream.js';

const TEST_MS = 300_000;
const SECONDS = Number(process.env['OVERLOAD_SECONDS'] ?? 60);
const READ = '/v1/transactions/search';
/** A machine that others use, too, has moments of its own. */
const NOISE_MS = 20;
const REFUSED_MS = 10;
/** Of 64 connections reads have 0.8. */
const PLACES = 51;
/** As many as the gateway has to the upstream: few wait. */
const PROXIED = 64;

const served = (load: Load): number => load.with(200).answers.length;

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
  };
  afterEach(async () => {
    load.stop();
    await gateway.stop();
    await upstream.close();
  });

  const run = (seconds: number, rate: object): Promise<Load> =>
    load.run({ requests: [rawRequest(service, 'GET', READ)], seconds, ...rate });

  it(
    'of an upstream leaves at least 80 % of it, refuses the rest within 10 ms, and is forgotten 5 s later',
    async () => {
      await start(16);
      upstream.script = after(50);
      // As many at once as have a place at the upstream: reads may have 0.8 of it.
      const capacity = await capacityWith(12);
      const calm = await run(5, { perSecond: capacity / 3 });

      const stormy = await run(SECONDS, { perSecond: 3 * capacity });
      const goodput = stormy.with(200).answers.length / SECONDS;
      await sleep(5000);
      const later = await run(5, { perSecond: capacity / 3 });

      print(`three times the capacity of an upstream, for ${SECONDS} s`, {
        capacity: Math.round(capacity),
        goodput: Math.round(goodput),
        calm: calm.figures,
        stormy: stormy.figures,
        refused: [0.5, 0.99].map((share) => stormy.with(503).percentile(share)),
        later: later.figures,
      });
      expect(Object.keys(stormy.statuses)).toEqual(['200', '503']);
      expect(stormy.unanswered).toBe(0);
      expect(goodput).toBeGreaterThan(0.8 * capacity);
      expect(stormy.with(503).percentile(0.99)).toBeLessThan(REFUSED_MS + NOISE_MS);
      expect(later.statuses).toEqual({ 200: later.answers.length });
      expect(later.percentile(0.99)).toBeLessThan(2 * calm.percentile(0.99) + NOISE_MS);
    },
    TEST_MS,
  );

  it(
    'of the processor leaves at least 80 % of it behind a proxy with so many connections, and is forgotten 5 s later',
    async () => {
      await start(64);
      upstream.script = answering(200);
      const capacity = await capacityWith(PLACES);
      const [full, fullCpu] = await measured(10, { connections: PLACES });
      const calm = await run(5, { connections: PROXIED, perSecond: capacity / 3 });

      const [stormy, stormyCpu] = await measured(SECONDS, { connections: PROXIED, perSecond: 3 * capacity });
      await sleep(5000);
      const later = await run(5, { connections: PROXIED, perSecond: capacity / 3 });

      // By the time that the gateway had the processor: others have it, too.
      const kept = (served(stormy) / stormyCpu / (served(full) / fullCpu)) * 100;
      print(`three times the capacity of the processor, for ${SECONDS} s`, {
        capacity: Math.round(capacity),
        goodput: `${Math.round(kept)} %`,
        calm: calm.figures,
        stormy: stormy.figures,
        later: later.figures,
      });
      expect(stormy.unanswered).toBe(0);
      expect(kept).toBeGreaterThan(80);
      expect(later.statuses).toEqual({ 200: later.answers.length });
      expect(later.percentile(0.99)).toBeLessThan(2 * calm.percentile(0.99) + NOISE_MS);
    },
    TEST_MS,
  );

  /** With the milliseconds of processor that the gateway took. */
  async function measured(seconds: number, rate: object): Promise<[Load, number]> {
    const before = cpuMs(gateway.pid);
    const load = await run(seconds, rate);
    return [load, cpuMs(gateway.pid) - before];
  }

  /** Answers a second. */
  async function capacityWith(connections: number): Promise<number> {
    await run(10, { connections });
    return (await run(10, { connections })).with(200).answers.length / 10;
  }
});
