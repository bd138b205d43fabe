import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const IMAGE = 'redis:7';
const ENGINE_MS = 5000;
const PULL_MS = 300_000;

/**
 * Copies the server and its libraries out of the image, where a Docker engine answers. A container would not do: what
 * pauses or kills its client leaves the server as it was. So the engine must have images for the system that tests run on.
 */
export function unpackRedisImage(folder: string): void {
  if (spawnSync('docker', ['info'], { timeout: ENGINE_MS }).status !== 0) return;
  const { stdout } = spawnSync('docker', ['create', IMAGE], { encoding: 'utf8', timeout: PULL_MS });
  const container = stdout.trim();
  if (container === '') return;
  mkdirSync(join(folder, 'usr', 'bin'), { recursive: true });
  spawnSync('docker', ['cp', `${container}:/usr/lib`, join(folder, 'usr')]);
  spawnSync('docker', ['cp', `${container}:/usr/local/bin/redis-server`, join(folder, 'usr', 'bin')]);
  spawnSync('docker', ['rm', container]);
}
