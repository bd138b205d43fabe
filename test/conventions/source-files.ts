import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Tests run from the root of the project. */
export const ROOT = process.cwd();

const IMPORT = /(?:\bfrom\s+|\bimport\s*\(?\s*)'(?<specifier>[^']+)'/g;

export interface SourceFile {
  /** From the root of the project, with slashes, e.g. `src/auth/callers/caller.ts`. */
  path: string;
  text: string;
}

export interface Import {
  from: string;
  /** A file of the project, from its root; a package keeps its name. */
  to: string;
}

export function sourceFiles(folder: string, ending = '.ts'): SourceFile[] {
  return filesOf(folder, (name) => name.endsWith(ending) && !name.endsWith('.spec.ts'));
}

export function specFiles(folder: string): SourceFile[] {
  return filesOf(folder, (name) => name.endsWith('.spec.ts'));
}

function filesOf(folder: string, isMeant: (name: string) => boolean): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(isMeant)
    .map((name) => ({
      path: join(folder, name).split(sep).join('/'),
      text: readFileSync(join(ROOT, folder, name), 'utf8'),
    }))
    .sort((a, b) => a.path.localeCompare(b.path));
}

export function importsOf({ path, text }: SourceFile): Import[] {
  return [...text.matchAll(IMPORT)].map(({ groups }) => ({
    from: path,
    to: resolveImport(path, groups?.['specifier'] ?? ''),
  }));
}

function resolveImport(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative(ROOT, resolve(ROOT, dirname(from), specifier))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '.ts');
}
