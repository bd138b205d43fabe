// `node bench/start.mjs`: how long a gateway needs after its start until it serves at 90 % of its steady rate, with and without
// a code cache (docs/performance.md).
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startGateway } from './contestants.mjs';
import { PUBLIC_PREFIX, ROUTE } from './fixture.mjs';
import { cpuSecondsOf, REST_CORE, startScript, stop } from './processes.mjs';

const CONNECTIONS = 64;
/** Seconds: of the load, of its end that counts as steady, and of what an interval is. */
const INTERVAL = 0.25;
const SHARE = 0.9;
const END_OF_HEAD = '\r\n\r\n';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '30' } },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];

const upstream = startScript(REST_CORE, 'upstream.mjs');
const cache = mkdtempSync(join(tmpdir(), 'code-cache-'));
try {
  const { port } = await upstream.next();
  // The cache is written when the process that filled it ends.
  await round(port, { NODE_COMPILE_CACHE: cache });
  for (let at = 0; at < rounds; at += 1) {
    console.log('without a code cache', await round(port, {}));
    console.log('with a code cache   ', await round(port, { NODE_COMPILE_CACHE: cache }));
  }
} finally {
  await stop(upstream.child);
  rmSync(cache, { recursive: true });
}

async function round(upstreamPort, env) {
  const spawnedAt = performance.now();
  const gateway = await startGateway({ upstreamPort, connections: CONNECTIONS, env });
  const startedAt = performance.now();
  try {
    const startCpu = cpuSecondsOf(gateway.child) ?? NaN;
    const { counts, cpu } = await load(gateway);
    const steady = counts.slice(-Math.ceil(counts.length / 3));
    const rate = steady.reduce((sum, count) => sum + count, 0) / steady.length;
    const at = counts.findIndex((count) => count >= rate * SHARE);
    // By CPU where others use the machine, too.
    return {
      startS: Math.round((startedAt - spawnedAt) / 100) / 10,
      startCpuS: startCpu,
      until90PercentS: (at + 1) * INTERVAL,
      until90PercentCpuS: Math.round((cpu[at] - startCpu) * 100) / 100,
      firstSecond: Math.round(counts.slice(0, 4).reduce((sum, count) => sum + count, 0)),
      steadyPerSecond: Math.round(rate / INTERVAL),
    };
  } finally {
    await gateway.stop();
  }
}

/** Answers in each interval, and the CPU seconds that the gateway had used at its end. */
async function load({ child, port, authorization }) {
  const head = [`GET ${PUBLIC_PREFIX}${ROUTE} HTTP/1.1`, 'host: gateway', `authorization: ${authorization}`];
  const request = `${head.join('\r\n')}${END_OF_HEAD}`;
  let answers = 0;
  const sockets = Array.from({ length: CONNECTIONS }, () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let text = '';
    socket.on('data', (part) => {
      text += part.toString('latin1');
      const end = text.indexOf(END_OF_HEAD);
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (end === -1 || text.length < end + END_OF_HEAD.length + length) return;
      text = '';
      answers += 1;
      socket.write(request);
    });
    socket.write(request);
    return socket;
  });
  const [counts, cpu] = [[], []];
  const startedAt = performance.now();
  for (let at = 1; at <= seconds / INTERVAL; at += 1) {
    const before = answers;
    await sleep(startedAt + at * INTERVAL * 1000 - performance.now());
    counts.push(answers - before);
    cpu.push(cpuSecondsOf(child) ?? NaN);
  }
  for (const socket of sockets) socket.destroy();
  return { counts, cpu };
}
