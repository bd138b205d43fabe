import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const DOWNLOAD_MS = 300_000;

/** Unpacks the packages of the server and of every library below it, where there is apt; nobody need be root. */
export function unpackDebianRedis(folder: string): void {
  if (spawnSync('apt-get', ['--version']).status !== 0) return;
  const work = join(folder, 'apt');
  mkdirSync(join(work, 'lists', 'partial'), { recursive: true });
  // Lists of our own: those of the machine may be missing or old, and only root may renew them.
  const own = [`Dir::State::lists=${join(work, 'lists')}`, `Dir::Cache=${work}`, 'APT::Sandbox::User=root'];
  const apt = (program: 'apt-get' | 'apt-cache', ...args: string[]): string => {
    const line = [...own.flatMap((option) => ['-o', option]), ...args];
    return spawnSync(program, line, { cwd: work, encoding: 'utf8', timeout: DOWNLOAD_MS }).stdout;
  };

  apt('apt-get', 'update');
  const packages = new Set(['redis-server', 'redis-tools']);
  // A set also gives what is added while it is walked.
  for (const name of packages) {
    for (const [, library] of apt('apt-cache', 'depends', '--important', name).matchAll(/Depends: (lib[^:\s]+)/g))
      if (library !== undefined) packages.add(library);
  }
  apt('apt-get', 'download', ...packages);
  for (const file of globSync(join(work, '*.deb'))) spawnSync('dpkg', ['-x', file, folder]);
  rmSync(work, { recursive: true });
}
