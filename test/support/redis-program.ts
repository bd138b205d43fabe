import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { unpackDebianRedis } from './redis-from-debian.ts';
import { unpackRedisImage } from './redis-from-image.ts';

/** The first whose nodes of a Cluster have a bus port of their own. Valkey began later. */
const OLDEST = 7;

const { XDG_CACHE_HOME: base = '' } = process.env;
const CACHE = join(base === '' ? join(homedir(), '.cache') : base, 'migo-gateway', 'redis');
const UNPACKED = join(CACHE, 'redis-server');

// It becomes the server: signals reach that one. The C library comes along, for that of the machine may be another.
const WRAPPER = `#!/bin/sh
here=$(dirname "$0")
for loader in "$here"/usr/lib/*/ld-linux-*.so.* "$here"/lib/*/ld-linux-*.so.*; do [ -e "$loader" ] && break; done
machine=$(basename "$(dirname "$loader")")
exec "$loader" --library-path "$here/usr/lib/$machine:$here/lib/$machine" "$here/usr/bin/redis-server" "$@"
`;

/** A server that can be run: an installed one, else one unpacked for the tests, of which nothing is installed. */
export function findRedisProgram(): string | undefined {
  const found = ['redis-server', 'valkey-server', UNPACKED].find(isUsable);
  if (found !== undefined) return found;
  process.stderr.write('There is no Redis server on the PATH: one is unpacked for the tests, once.\n');
  return [unpackRedisImage, unpackDebianRedis].some(fillCache) ? UNPACKED : undefined;
}

function isUsable(program: string): boolean {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 && Number(/v=(\d+)/.exec(stdout)?.[1]) >= OLDEST;
}

/** Puts a whole folder into place at once: another test run may be doing the same. */
function fillCache(unpack: (folder: string) => void): boolean {
  let folder: string | undefined;
  try {
    mkdirSync(dirname(CACHE), { recursive: true });
    folder = mkdtempSync(`${CACHE}-`);
    unpack(folder);
    const program = join(folder, 'redis-server');
    writeFileSync(program, WRAPPER);
    chmodSync(program, 0o755);
    if (!isUsable(program)) return false;
    if (!isUsable(UNPACKED)) rmSync(CACHE, { recursive: true, force: true });
    renameSync(folder, CACHE);
  } catch {
    // Either nothing can be written there, or the other run was first.
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
  return isUsable(UNPACKED);
}
