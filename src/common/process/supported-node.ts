import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const MAJOR = 22;
const PINNED_NODE = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < MAJOR) await runWithPinnedNode();

// The parent below holds this channel: without its parent, this process ends too.
if (process.send !== undefined) process.on('disconnect', () => process.exit(1));

/** An older `node` on the PATH hands over to the one that `npm ci` installed, and lives for as long as it does. */
async function runWithPinnedNode(): Promise<never> {
  if (!existsSync(PINNED_NODE)) {
    console.error(`Migo Gateway needs Node.js ${MAJOR}.19 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const child = spawn(PINNED_NODE, process.argv.slice(1), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise(() => {
    child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}
