import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, percentiles, requestOf } from './connection.mjs';

/** At the end, for answers that are still under way. */
const LAST_ANSWERS_MS = 2000;
const MOST_RAMP_MS = 5000;

/**
 * Connections that each send the next request when the answer is there. Tells when it has begun and after each interval how many answers
 * came; ends after so many intervals, or when it is stopped.
 */
export async function closedLoop(
  { connections, rampAnswers = 0, intervalMs, intervals, ...target },
  { tell, isStopped },
) {
  const request = requestOf(target);
  const open = new Set();
  let [latencies, isEnding, fault, answers] = [[], false, undefined, 0];
  const send = (connection) => {
    connection.since = performance.now();
    connection.send();
  };
  const end = (connection) => {
    connection.close();
    open.delete(connection);
  };
  const handlers = {
    onOpen: send,
    onAnswer(connection) {
      latencies.push(performance.now() - connection.since);
      answers += 1;
      if (isEnding) end(connection);
      else send(connection);
    },
    onFault: (reason) => (fault ??= reason),
  };
  for (let count = 0; count < connections; count += 1) open.add(new Connection(target.port, request, handlers));

  await until(() => answers >= connections * rampAnswers || fault !== undefined, MOST_RAMP_MS);
  let hasEnded = false;
  void isStopped.then(() => (hasEnded = true));
  latencies = [];
  const beganAt = performance.now();
  let [lastAt, counted] = [beganAt, answers];
  tell({ begun: true });
  for (let interval = 1; interval <= intervals && !hasEnded && fault === undefined; interval += 1) {
    await sleep(Math.max(0, beganAt + interval * intervalMs - performance.now()));
    const now = performance.now();
    tell({ answers: answers - counted, seconds: (now - lastAt) / 1000 });
    [lastAt, counted] = [now, answers];
  }
  const measured = latencies;
  isEnding = true;
  await until(() => open.size === 0, LAST_ANSWERS_MS);
  for (const connection of open) end(connection);
  if (fault !== undefined) throw new Error(fault);
  if (measured.length === 0) throw new Error('not one answer');
  return percentiles(measured);
}

async function until(isSo, mostMs) {
  const giveUpAt = performance.now() + mostMs;
  while (!isSo() && performance.now() < giveUpAt) await sleep(10);
}
