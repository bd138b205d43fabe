import { spawnSync } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { unpackDebianRedis } from './redis-from-debian.ts';
import { unpackRedisImage } from './redis-from-image.ts';

/** The first whose nodes of a Cluster have a bus port of their own. Valkey began later. */
const OLDEST = 7;

/** Longer than any run takes to unpack one. */
const ABANDONED_MS = 3_600_000;

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
    if (isUsable(program)) moveIntoPlace(folder);
  } catch {
    // Either nothing can be written there, or the other run was first.
  } finally {
    for (const left of [folder, ...abandoned()]) if (left !== undefined) rmSync(left, { recursive: true, force: true });
  }
  return isUsable(UNPACKED);
}

/** Only what cannot be used is replaced: a rename fails where the other run has put its folder there. */
function moveIntoPlace(folder: string): void {
  try {
    renameSync(folder, CACHE);
  } catch (error) {
    if (isUsable(UNPACKED)) throw error;
    const aside = `${folder}-unusable`;
    renameSync(CACHE, aside);
    renameSync(folder, CACHE);
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Folders of runs that were killed while they unpacked. */
function abandoned(): string[] {
  const changedAt = (folder: string): number => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
  return globSync(`${CACHE}-*`).filter((folder) => Date.now() - changedAt(folder) > ABANDONED_MS);
}
