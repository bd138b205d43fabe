import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const ENGINE_MS = 5000;
const PULL_MS = 300_000;

/**
 * Copies a program and its libraries out of an image, where a Docker engine answers. A container would not do: what
 * pauses or kills its client leaves the server as it was. So the engine must have images for the system that tests run on.
 */
export function unpackImage(image: string, program: string, folder: string): void {
  if (spawnSync('docker', ['info'], { timeout: ENGINE_MS }).status !== 0) return;
  const { stdout } = spawnSync('docker', ['create', image], { encoding: 'utf8', timeout: PULL_MS });
  const container = stdout.trim();
  if (container === '') return;
  const bin = join(folder, 'usr', 'bin');
  mkdirSync(bin, { recursive: true });
  spawnSync('docker', ['cp', `${container}:/usr/lib`, join(folder, 'usr')]);
  spawnSync('docker', ['cp', `${container}:${program}`, join(bin, basename(program))]);
  spawnSync('docker', ['rm', container]);
}
