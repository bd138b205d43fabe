import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Program } from './program.ts';

const { XDG_CACHE_HOME: base = '' } = process.env;
const CACHE = join(base === '' ? join(homedir(), '.cache') : base, 'migo-gateway');

/** Where a program lies that was unpacked for the tests (unpack.ts). */
export function unpackedFolder({ names: [name] }: Program): string {
  return join(CACHE, name);
}

/** What starts it: an installed one, also where only root looks for programs, else one that was unpacked. */
export function findProgram(program: Program): string | undefined {
  const installed = program.names.flatMap((name) => [name, join('/usr/sbin', name)]);
  return [...installed, join(unpackedFolder(program), program.names[0])].find((path) => isUsable(program, path));
}

export function isUsable({ version, isGood = () => true }: Program, path: string): boolean {
  const { status, stdout } = spawnSync(path, [version], { encoding: 'utf8' });
  return status === 0 && isGood(stdout);
}
