import { spawn, spawnSync } from 'node:child_process';
import { on, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Each contestant has this core for itself; everything else shares the other one. */
export const CONTESTANT_CORE = 0;
export const REST_CORE = 1;

export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** One Linux clock tick in seconds (USER_HZ is 100 on every platform Node.js supports). */
const TICK_SECONDS = 0.01;

/** A Node.js process on one core, with the options of `child_process.spawn`. */
export function startNode(core, argv, options) {
  const command = [process.execPath, ...argv];
  const [file, ...rest] = canPin ? ['taskset', '-c', String(core), ...command] : command;
  return spawn(file, rest, options);
}

/** A script of this folder, and what it sends to its parent, in order. */
export function startScript(core, name, env = {}) {
  const child = startNode(core, [fileURLToPath(new URL(name, import.meta.url))], {
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const messages = on(child, 'message', { close: ['exit'] });
  return {
    child,
    send: (message) => child.send(message),
    async next() {
      const { done, value } = await messages.next();
      if (done) throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}`);
      return value[0];
    },
  };
}

/** CPU seconds that a process has used with all its threads; undefined where there is no /proc. */
export function cpuSecondsOf({ pid }) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_SECONDS;
  } catch {
    return undefined;
  }
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
