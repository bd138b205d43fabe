import { spawn, spawnSync } from 'node:child_process';
import { on, once } from 'node:events';
import {
  accessSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Each contestant has this core for itself; everything else shares the other one. */
export const CONTESTANT_CORE = 0;
export const REST_CORE = 1;

export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

/** One Linux clock tick in seconds (USER_HZ is 100 on every platform Node.js supports). */
const TICK_SECONDS = 0.01;
/** Where Debian and Alpine put daemons, which is on the PATH of root alone. */
const PATHS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

/** Where a program is, if it is installed. */
export function installed(program) {
  return PATHS.map((path) => join(path, program)).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A program on one core, with the options of `child_process.spawn`. */
export function startOn(core, command, options) {
  const [file, ...rest] = canPin ? ['taskset', '-c', String(core), ...command] : command;
  return spawn(file, rest, options);
}

/**
 * A program on one core with a folder of its own, which goes when it ends. `prepare` fills the folder and gives the command with
 * its options; `said` is what the program has written.
 */
export function startInFolder(core, name, prepare) {
  const directory = mkdtempSync(join(tmpdir(), `${name}-bench-`));
  const { command, ...options } = prepare(directory);
  const log = join(directory, 'said');
  const output = openSync(log, 'a');
  const child = startOn(core, command, { ...options, stdio: ['ignore', output, output] });
  closeSync(output);
  const end = async () => {
    await stop(child);
    rmSync(directory, { recursive: true, force: true });
  };
  return { child, said: () => readFileSync(log, 'utf8'), end };
}

/** A script of this folder, and what it sends to its parent, in order. */
export function startScript(core, name, env = {}) {
  const child = startOn(core, [process.execPath, fileURLToPath(new URL(name, import.meta.url))], {
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

/** CPU seconds that a process and its children have used with all their threads; NaN where there is no /proc. */
export function cpuSecondsOf({ pid }) {
  const ticks = treeOf(pid).map((one) => {
    const fields = statOf(one);
    return fields === undefined ? NaN : Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) * TICK_SECONDS;
}

/** The most memory, in MiB, that a process with its children has held since `forgetPeak`. Shared pages count in each. */
export function peakMiBOf({ pid }) {
  return treeOf(pid).reduce((sum, one) => sum + kibibytesOf(one, 'VmHWM') / 1024, 0);
}

export function forgetPeak({ pid }) {
  for (const one of treeOf(pid)) writeFileSync(`/proc/${one}/clear_refs`, '5');
}

function kibibytesOf(pid, name) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
}

const trees = new Map();

/** Contestants have all their processes from their start on: looked up once, because it is measured while they work. */
function treeOf(pid) {
  const known = trees.get(pid);
  if (known !== undefined) return known;
  const parents = processIds().map((one) => [one, Number(statOf(one)?.[1])]);
  const tree = [pid];
  for (const parent of tree) tree.push(...parents.filter(([, its]) => its === parent).map(([one]) => one));
  trees.set(pid, tree);
  return tree;
}

function processIds() {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** From the third field on; proc(5). */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  } catch {
    return undefined;
  }
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
