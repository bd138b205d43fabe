// `node bench/views.mjs`, after `npm run bench` has installed the peers. The partner's view of four sections, next to the same view on Nest with
// @nestjs/axios and Promise.all, and next to one pass-through call. How to read it: bench/README.md.
import { Buffer } from 'node:buffer';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGateway, startPeer } from './contestants.mjs';
import { ROUTE } from './fixture.mjs';
import { cpuSecondsOf, REST_CORE, startScript, stop } from './processes.mjs';
import { machine, median, printTable } from './report.mjs';

const SECTIONS = 4;
const CONNECTIONS = 32;
const SECONDS = 3;
const ROUNDS = 4;
const VIEW = '/v1/views/partners/partner-demo?sections=balance,cardholders,processRequests,plans';
const END_OF_HEAD = Buffer.from('\r\n\r\n');

const running = [];
try {
  const upstream = startScript(REST_CORE, 'upstream.mjs', { VIEWS: '1' });
  running.push(() => stop(upstream.child));
  const { port: upstreamPort } = await upstream.next();
  const gateway = await startGateway({ upstreamPort, connections: CONNECTIONS * SECTIONS });
  running.push(gateway.stop);
  const peer = await startPeer('nest-axios-view', { upstreamPort, connections: CONNECTIONS * SECTIONS });
  running.push(peer.stop);
  const contestants = [
    { ...gateway, name: 'view', path: VIEW },
    { ...gateway, name: 'pass-through', path: `/v1${ROUTE}` },
    { ...peer, name: 'nest-axios-view', path: VIEW },
  ];
  for (const contestant of contestants) await measure(contestant, 2);
  const results = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const contestant of contestants) results.get(contestant.name).push(await measure(contestant, SECONDS));
  report(results);
} finally {
  await Promise.all(running.map((end) => end()));
}

function report(results) {
  console.log(machine());
  const of = (name, read) => median(results.get(name).map(read));
  printTable(
    [...results.keys()].map((name) => ({
      contestant: name,
      'requests/s': of(name, ({ rate }) => rate).toFixed(0),
      'CPU us/request': of(name, ({ cpuMicros }) => cpuMicros).toFixed(0),
    })),
  );
  const cpu = of('view', ({ cpuMicros }) => cpuMicros) / SECTIONS / of('pass-through', ({ cpuMicros }) => cpuMicros);
  const rate = of('view', ({ rate: own }) => own) / of('nest-axios-view', ({ rate: other }) => other);
  printTable([
    { ratio: 'CPU of a section / CPU of a pass-through call', median: cpu.toFixed(2), target: '<= 2.2' },
    { ratio: 'rate of the view / rate of nest-axios-view', median: rate.toFixed(2), target: '>= 3.0' },
  ]);
}

/** Connections that each send the next request when the answer is there. */
async function measure({ child, port, authorization, path }, seconds) {
  const request = Buffer.from(
    `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: application/json\r\nauthorization: ${authorization}\r\n\r\n`,
  );
  const round = { answers: 0, fault: undefined };
  const sockets = Array.from({ length: CONNECTIONS }, () => open(port, request, round));
  await sleep(300);
  round.answers = 0;
  const cpuBefore = cpuSecondsOf(child) ?? NaN;
  const startedAt = performance.now();
  await sleep(seconds * 1000);
  const { answers } = round;
  const elapsed = (performance.now() - startedAt) / 1000;
  const cpuMicros = (((cpuSecondsOf(child) ?? NaN) - cpuBefore) / answers) * 1e6;
  for (const socket of sockets) socket.destroy();
  if (round.fault !== undefined) throw new Error(`${path}: ${round.fault}`);
  return { rate: answers / elapsed, cpuMicros };
}

function open(port, request, round) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let pending = Buffer.alloc(0);
  socket.on('connect', () => socket.write(request));
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const head = pending.indexOf(END_OF_HEAD);
    if (head === -1) return;
    const text = pending.toString('latin1', 0, head);
    const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? NaN);
    if (pending.length < head + END_OF_HEAD.length + length) return;
    const isRight =
      text.startsWith('HTTP/1.1 200 ') && !pending.includes('"failed"') && !pending.includes('"forbidden"');
    if (!isRight) round.fault ??= pending.toString('utf8').slice(0, 600);
    pending = Buffer.alloc(0);
    round.answers += 1;
    socket.write(request);
  });
  return socket;
}
