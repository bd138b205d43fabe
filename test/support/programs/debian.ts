import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DOWNLOAD_MS = 300_000;

/** Debian's packages, where there is apt; nobody need be root. */
export class DebianPackages {
  private readonly folder = mkdtempSync(join(tmpdir(), 'debian-'));
  private areListed = false;

  /** Unpacks them and every library below them. */
  unpack(names: readonly string[], folder: string): void {
    if (spawnSync('apt-get', ['--version']).status !== 0) return;
    this.list();
    const packages = new Set<string>();
    for (let level = [...names]; level.length > 0;) {
      for (const name of level) packages.add(name);
      const needed = this.apt('apt-cache', 'depends', '--important', ...level).matchAll(/Depends: (lib[^:\s]+)/g);
      level = [...new Set([...needed].map(([, library = '']) => library))].filter((library) => !packages.has(library));
    }
    this.apt('apt-get', 'download', ...packages);
    for (const file of globSync(join(this.folder, '*.deb'))) {
      spawnSync('dpkg', ['-x', file, folder]);
      rmSync(file);
    }
  }

  /** Forgets the lists, which are of its own: those of the machine may be missing or old, and only root may renew them. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private list(): void {
    if (this.areListed) return;
    mkdirSync(join(this.folder, 'lists', 'partial'), { recursive: true });
    this.apt('apt-get', 'update');
    this.areListed = true;
  }

  private apt(program: 'apt-get' | 'apt-cache', ...args: string[]): string {
    const lists = join(this.folder, 'lists');
    const own = [`Dir::State::lists=${lists}`, `Dir::Cache=${this.folder}`, 'APT::Sandbox::User=root'];
    const line = [...own.flatMap((option) => ['-o', option]), ...args];
    return spawnSync(program, line, { cwd: this.folder, encoding: 'utf8', timeout: DOWNLOAD_MS }).stdout;
  }
}
