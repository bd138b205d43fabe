// `npm run dev`: `npm start`, which builds and begins anew whenever a source, a setting or a simulated API changes.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PINNED_NODE = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
const FOLDERS = ['src', 'simulator', 'config'];
/** An editor writes a file more than once, and a switch of branches writes many. */
const QUIET_MS = 150;

// The pinned one, as in tests: with an older Node.js on the PATH, each program would hand over to it anyway.
const node = existsSync(PINNED_NODE) ? PINNED_NODE : process.execPath;

let running;
let timer;
let again = false;
let busy = false;
let stopping = false;

const start = () => {
  const child = spawn(node, ['scripts/start.mjs'], { cwd: ROOT, stdio: 'inherit' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  running = { child, ended };
};

const stop = async () => {
  running.child.kill('SIGTERM');
  await running.ended;
};

const build = () => spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' }).status === 0;

/** What does not compile is never started: the programs of before go on. What changes meanwhile counts as one change more. */
async function renew(path) {
  if (busy) return void (again = true);
  busy = true;
  console.log(`\n${path} has changed`);
  if (build()) {
    await stop();
    if (!stopping) start();
  }
  busy = false;
  if (!again || stopping) return;
  again = false;
  await renew('more');
}

for (const folder of FOLDERS) {
  watch(`${ROOT}${folder}`, { recursive: true }, (_event, name) => {
    if (name === null || name.endsWith('.spec.ts')) return;
    clearTimeout(timer);
    timer = setTimeout(() => void renew(`${folder}/${name}`), QUIET_MS);
  });
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    stopping = true;
    await stop();
    process.exit();
  });
}

start();
