// The load: connections that each send the next request when the answer is there (no pipelining), and check every
// answer byte for byte. Raw sockets, because an HTTP client would need the core more than the contestants do.
import { Buffer } from 'node:buffer';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { BODY, PUBLIC_PREFIX, ROUTE } from './fixture.mjs';

const OK = Buffer.from('HTTP/1.1 200 ');
const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** Not counted: connections open, upstream pools fill. */
const RAMP_MS = 500;

process.on('message', (order) => {
  measure(order).then(
    (result) => process.send(result),
    (error) => process.send({ fault: error.message }),
  );
});
process.on('disconnect', () => process.exit());

async function measure({ port, authorization, connections, seconds }) {
  const request = requestOf(port, authorization);
  const clients = [];
  const round = { latencies: [], counting: false, stopping: false, fault: undefined };
  for (let count = 0; count < connections; count += 1) clients.push(openClient(port, request, round));
  await sleep(RAMP_MS);
  process.send({ begun: true });
  round.counting = true;
  const startedAt = performance.now();
  await sleep(seconds * 1000);
  round.counting = false;
  const elapsed = (performance.now() - startedAt) / 1000;
  process.send({ ended: true });
  round.stopping = true;
  for (const client of clients) client.destroy();
  if (round.fault !== undefined) throw new Error(round.fault);
  if (round.latencies.length === 0) throw new Error('not one answer');
  return { requests: round.latencies.length, seconds: elapsed, ...percentiles(round.latencies) };
}

function openClient(port, request, round) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let sentAt = 0;
  let pending;
  const send = () => {
    sentAt = performance.now();
    socket.write(request);
  };
  const fail = (reason) => {
    if (!round.stopping) round.fault ??= reason;
    socket.destroy();
  };
  socket.on('connect', send);
  socket.on('error', (error) => fail(error.message));
  socket.on('end', () => fail('the connection was closed'));
  socket.on('data', (chunk) => {
    const answer = pending === undefined ? chunk : Buffer.concat([pending, chunk]);
    const head = answer.indexOf(END_OF_HEAD);
    if (head === -1 || answer.length < head + END_OF_HEAD.length + BODY.length) {
      pending = answer;
      if (OK.compare(answer, 0, OK.length) !== 0) fail(`wrong answer: ${answer.toString('utf8', 0, 600)}`);
      return;
    }
    pending = undefined;
    if (!isRight(answer, head)) return fail(`wrong answer: ${answer.toString('utf8', 0, 600)}`);
    if (round.counting) round.latencies.push(performance.now() - sentAt);
    if (!round.stopping) send();
  });
  return socket;
}

function isRight(answer, head) {
  return OK.compare(answer, 0, OK.length) === 0 && BODY.compare(answer, head + END_OF_HEAD.length) === 0;
}

function requestOf(port, authorization) {
  const head = [
    `GET ${PUBLIC_PREFIX}${ROUTE} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'accept: application/json',
    'user-agent: migo-gateway-bench',
    `authorization: ${authorization}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n`);
}

/** In milliseconds. */
function percentiles(latencies) {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p99: at(0.99) };
}
