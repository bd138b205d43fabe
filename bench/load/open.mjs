import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Connection, percentiles, quantiles, requestOf } from './connection.mjs';

/** Open from the beginning: a new connection is part of no latency, but where more than these are busy. */
const CONNECTIONS = 32;
const LAST_ANSWERS_MS = 5000;
/** What the plot shows. */
const CURVE = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995];

/**
 * So many requests a second, whether or not the answers of those before have come. A latency counts from the time that a request was
 * planned for, so one that must wait for a slow one before it is as late as its user would find it (coordinated omission).
 */
export async function openLoop({ rate, seconds, ...target }) {
  const request = requestOf(target);
  const idle = [];
  const latencies = [];
  let fault;
  const handlers = {
    onOpen: (connection) => (connection.since !== undefined ? connection.send() : idle.push(connection)),
    onAnswer(connection) {
      latencies.push(performance.timeOrigin + performance.now() - connection.since);
      idle.push(connection);
    },
    onFault: (reason) => (fault ??= reason),
  };
  const all = Array.from({ length: CONNECTIONS }, () => new Connection(target.port, request, handlers));
  while (idle.length < CONNECTIONS && fault === undefined) await sleep(10);

  const total = rate * seconds;
  const clock = new Worker(new URL('clock.mjs', import.meta.url), { workerData: { rate, total } });
  clock.on('message', (at) => {
    const connection = idle.pop();
    if (connection === undefined) {
      const made = new Connection(target.port, request, handlers);
      made.since = at;
      all.push(made);
      return;
    }
    connection.since = at;
    connection.send();
  });
  const giveUpAt = performance.now() + seconds * 1000 + LAST_ANSWERS_MS;
  while (latencies.length < total && fault === undefined && performance.now() < giveUpAt) await sleep(10);
  await clock.terminate();
  for (const connection of all) connection.close();
  if (fault !== undefined) throw new Error(fault);
  if (latencies.length < total) throw new Error(`${total - latencies.length} of ${total} answers did not come`);
  return { ...percentiles(latencies), curve: quantiles(latencies, CURVE).map((ms, index) => [CURVE[index], ms]) };
}
