import { chmodSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DebianPackages } from './debian.ts';
import { unpackImage } from './docker-image.ts';
import { findProgram, isUsable, unpackedFolder } from './find.ts';
import type { Program } from './program.ts';

/** Longer than any run takes to unpack one. */
const ABANDONED_MS = 3_600_000;

// It becomes the program: signals reach that one. The C library comes along, for that of the machine may be another.
const wrapper = (name: string): string => `#!/bin/sh
here=$(dirname "$0")
for program in "$here"/usr/sbin/${name} "$here"/usr/bin/${name}; do [ -e "$program" ] && break; done
for loader in "$here"/usr/lib/*/ld-linux-*.so.* "$here"/lib/*/ld-linux-*.so.*; do [ -e "$loader" ] && break; done
[ -e "$loader" ] || exec "$program" "$@"
machine=$(basename "$(dirname "$loader")")
exec "$loader" --library-path "$here/usr/lib/$machine:$here/lib/$machine" "$program" "$@"
`;

/** Puts what the machine does not have into a cache, once: nothing is installed, and nobody need be root. */
export function unpackMissing(programs: readonly Program[]): void {
  const missing = programs.filter((program) => findProgram(program) === undefined);
  if (missing.length === 0) return;
  const names = missing.map((program) => program.names[0]).join(', ');
  process.stderr.write(`Not installed here, so unpacked for the tests, once: ${names}\n`);
  const debian = new DebianPackages();
  for (const program of missing) {
    const { image, packages } = program;
    if (image !== undefined)
      fillCache(program, (folder) => {
        unpackImage(...image, folder);
      });
    if (findProgram(program) === undefined)
      fillCache(program, (folder) => {
        debian.unpack(packages, folder);
      });
  }
  debian.remove();
}

/** Puts a whole folder into place at once: another test run may be doing the same. */
function fillCache(program: Program, unpack: (folder: string) => void): void {
  const place = unpackedFolder(program);
  const [name] = program.names;
  let folder: string | undefined;
  try {
    mkdirSync(dirname(place), { recursive: true });
    folder = mkdtempSync(`${place}-`);
    unpack(folder);
    const start = join(folder, name);
    writeFileSync(start, wrapper(name));
    chmodSync(start, 0o755);
    if (isUsable(program, start)) moveIntoPlace(program, folder);
  } catch {
    // Either nothing can be written there, or the other run was first.
  } finally {
    for (const left of [folder, ...abandoned(place)])
      if (left !== undefined) rmSync(left, { recursive: true, force: true });
  }
}

/** Only what cannot be used is replaced: a rename fails where the other run has put its folder there. */
function moveIntoPlace(program: Program, folder: string): void {
  const place = unpackedFolder(program);
  try {
    renameSync(folder, place);
  } catch (error) {
    if (isUsable(program, join(place, program.names[0]))) throw error;
    const aside = `${folder}-unusable`;
    renameSync(place, aside);
    renameSync(folder, place);
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Folders of runs that were killed while they unpacked. */
function abandoned(place: string): string[] {
  const changedAt = (folder: string): number => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
  return globSync(`${place}-*`).filter((folder) => Date.now() - changedAt(folder) > ABANDONED_MS);
}
