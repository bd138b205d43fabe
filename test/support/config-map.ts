import { mkdirSync, mkdtempSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder as Kubernetes mounts a ConfigMap: each file is a link through `..data`, which is swapped as a whole. */
export class ConfigMap {
  private readonly folder = mkdtempSync(join(tmpdir(), 'config-map-'));
  private version = 0;

  constructor(files: Readonly<Record<string, string>>) {
    this.swap(files);
    for (const name of Object.keys(files)) symlinkSync(join('..data', name), this.path(name));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  swap(files: Readonly<Record<string, string>>): void {
    this.version += 1;
    const target = `..${this.version}`;
    mkdirSync(join(this.folder, target));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.folder, target, name), content);
    symlinkSync(target, join(this.folder, '..data_tmp'));
    renameSync(join(this.folder, '..data_tmp'), join(this.folder, '..data'));
  }
}
