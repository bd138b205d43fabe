import { existsSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { table } from './report.mjs';

const TOP = 40;
const WRITE_MS = 10_000;

const directory = mkdtempSync(join(tmpdir(), 'gateway-profile-'));
const file = join(directory, 'written.cpuprofile');

/** What the gateway's Node.js is started with so that `toggleProfiler` works. */
export const profilerOptions = {
  nodeArguments: ['--import', new URL('profile-hook.mjs', import.meta.url).href],
  env: { BENCH_PROFILE: file },
};

/** Starts the profiler of the process, or stops it and has it write its file. */
export function toggleProfiler(child) {
  process.kill(child.pid, 'SIGWINCH');
}

/** Where the CPU time of a request goes, by package and by function: the time in it and not in what it called. */
export async function profileText(name, cpuMicros) {
  const samples = samplesOf(await written());
  const kept = join(directory, `${name}.cpuprofile`);
  renameSync(file, kept);
  const total = samples.reduce((sum, { micros }) => sum + micros, 0);
  const tableOf = (title, keyOf) => {
    const top = [...sumBy(samples, keyOf)].sort(([, a], [, b]) => b - a).slice(0, TOP);
    return table(
      top.map(([key, micros]) => ({
        [title]: key,
        'of it': `${((micros / total) * 100).toFixed(1)} %`,
        'µs/request': ((micros / total) * cpuMicros).toFixed(1),
      })),
    );
  };
  const tables = [tableOf('package', ({ where }) => where), tableOf('function', ({ name: own }) => own)];
  return [`### Profile of ${name}`, ...tables, `For the DevTools or speedscope: ${kept}`].join('\n\n');
}

async function written() {
  const giveUpAt = Date.now() + WRITE_MS;
  while (Date.now() < giveUpAt) {
    await sleep(200);
    try {
      if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // Not whole yet.
    }
  }
  throw new Error('the gateway wrote no profile');
}

/** One entry per call-tree node, with the time in it and not in what it called. */
function samplesOf({ nodes, samples, timeDeltas }) {
  const micros = new Map();
  for (const [index, id] of samples.entries()) micros.set(id, (micros.get(id) ?? 0) + timeDeltas[index]);
  return nodes
    .filter(({ callFrame: { functionName, url } }) => functionName !== '(idle)' && url !== 'node:inspector')
    .map(({ id, callFrame: { functionName, url, lineNumber } }) => ({
      micros: micros.get(id) ?? 0,
      where: packageOf(url, functionName),
      name: `${functionName || '(anonymous)'} ${shorten(url)}${url === '' ? '' : `:${lineNumber + 1}`}`,
    }));
}

function sumBy(samples, keyOf) {
  const totals = new Map();
  for (const sample of samples) totals.set(keyOf(sample), (totals.get(keyOf(sample)) ?? 0) + sample.micros);
  return totals;
}

function packageOf(url, functionName) {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native';
  if (url.startsWith('node:')) return url.split('/')[0];
  const [, inside] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  return inside ?? shorten(url).split('/').slice(0, 2).join('/');
}

function shorten(url) {
  const root = new URL('..', import.meta.url).href;
  return url.startsWith(root) ? url.slice(root.length) : url.startsWith('file://') ? fileURLToPath(url) : url;
}
