/** One upstream that is slow: others do not notice, and what finds no place in its queue is told so at once. */
import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { BILLING, Client } from '../support/client.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { leastP99, type Load, LoadProcess, rawRequest } from '../support/load/load-process.js';
import { print } from '../support/replicas.js';
import { after, answering, ScriptedUpstream, type Script } from '../support/scripted-upstream.js';

const START_MS = 30_000;
const TEST_MS = 180_000;
const SLOW_MS = 5000;
const SECONDS = 3;
const ROUNDS = 8;
const READ = '/v1/transactions/search';
const DETAIL = '/v1/subscriptions/detail/sub-1';
/** A machine that others use, too, has moments of its own. */
const NOISE_MS = 5;

describe('an upstream that answers after 5 s', () => {
  let slow: ScriptedUpstream;
  let quick: ScriptedUpstream;
  let gateway: GatewayProcess;
  let service: Client;
  let loads: LoadProcess[];

  beforeAll(async () => {
    [slow, quick] = [await ScriptedUpstream.start(), await ScriptedUpstream.start()];
    const upstreams = {
      middleware: { baseUrl: slow.url, firstByteMs: 8000, deadlineMs: 8000 },
      payments: { baseUrl: quick.url, firstByteMs: 20_000, deadlineMs: 20_000, bulkhead: { queueMs: 20_000 } },
    };
    gateway = await GatewayProcess.start({ config: { upstreams } });
    service = await new Client(gateway.url).asService(BILLING);
    loads = [new LoadProcess(gateway.url), new LoadProcess(gateway.url)];
  }, START_MS);
  afterAll(async () => {
    for (const load of loads) load.stop();
    await gateway.stop();
    await slow.close();
    await quick.close();
  });

  const run = (index: number, path: string, rate: object, seconds = SECONDS): Promise<Load> =>
    loads[index]?.run({ requests: [rawRequest(service, 'GET', path)], seconds, ...rate }) ??
    Promise.reject(new Error());

  const rounds = async (path: string): Promise<Load[]> => {
    const done: Load[] = [];
    while (done.length < ROUNDS) done.push(await run(1, path, { perSecond: 100 }, 1.5));
    return done;
  };

  it(
    'makes calls of the others no slower: p99 at most 10 % up',
    async () => {
      quick.script = after(20);
      slow.script = after(SLOW_MS);
      await run(0, READ, { perSecond: 100 }, 5);
      const [quiet, stormy, slowly]: [Load[], Load[], Load[]] = [[], [], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        quiet.push(await run(0, READ, { perSecond: 100 }));
        const both = [run(0, READ, { perSecond: 100 }), run(1, DETAIL, { perSecond: 60 })] as const;
        stormy.push(await both[0]);
        slowly.push(await both[1]);
      }

      const figures = (loads: Load[]): object[] => loads.map((load) => load.figures);
      print('calls of a quick upstream beside one that takes 5 s', {
        quiet: figures(quiet),
        stormy: figures(stormy),
        slow: figures(slowly),
      });
      for (const load of stormy) expect(load.statuses).toEqual({ 200: load.answers.length });
      expect(leastP99(stormy)).toBeLessThan(leastP99(quiet) * 1.1 + NOISE_MS);
    },
    TEST_MS,
  );

  it(
    'has 64 connections and a queue; beyond it a call is told 503 within 5 ms; sockets are back at the start within 10 s',
    async () => {
      const held: Parameters<Script>[] = [];
      quick.script = (...call) => held.push(call);
      await sleep(8000);
      const atStart = socketsOf(gateway.pid);
      const health = await rounds('/health');
      const filling = run(0, READ, { connections: 600 }, 1);
      await sleep(3000);
      // Whoever has found neither a connection nor a place in the queue.
      const beyond = await rounds(READ);
      const waiting = held.length;
      quick.script = answering(200);
      for (const call of held) answering(200)(...call);
      const filled = await filling;
      const endedAt = performance.now();
      let left = socketsOf(gateway.pid);
      while (left > atStart && performance.now() - endedAt < 60_000) {
        await sleep(100);
        left = socketsOf(gateway.pid);
      }
      const backMs = Math.round(performance.now() - endedAt);

      print('1,000 calls on 64 connections', {
        held: waiting,
        filled: filled.statuses,
        beyond: beyond.map((load) => load.figures),
        health: health.map((load) => load.figures),
        sockets: { atStart, left, backMs },
      });
      for (const load of beyond) expect(load.statuses).toEqual({ 503: load.answers.length });
      expect(leastP99(beyond)).toBeLessThanOrEqual(Math.max(5, leastP99(health) + 5));
      expect(left).toBeLessThanOrEqual(atStart);
      expect(backMs).toBeLessThan(10_000);
    },
    TEST_MS,
  );
});

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((name) => {
    try {
      return readlinkSync(`${folder}/${name}`).startsWith('socket:');
    } catch {
      // Closed since.
      return false;
    }
  }).length;
}
