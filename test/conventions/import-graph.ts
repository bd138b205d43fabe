import type { Import } from './source-files.js';

/** The folders of `src`, from what knows most to what knows least: an import points down this list, or stays in its folder. */
export const FOLDERS = [
  'cli',
  'app',
  'modules',
  'endpoints',
  'exports',
  'views',
  'openapi',
  'contracts',
  'lifecycle',
  'forwarding',
  'policy',
  'routes',
  'idempotency',
  'auth',
  'credentials',
  'clients',
  'edge',
  'limits',
  'storage',
  'observability',
  'problems',
  'config',
  'common',
] as const;

/** `auth` of `src/auth/callers/caller.ts`, `app` of the files that put the parts together, undefined for anything else. */
export function folderOf(path: string): string | undefined {
  if (/^src\/app\.[a-z]+\.ts$/.test(path)) return 'app';
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** Imports from a folder into one that stands above it, or into or out of one that has no place. */
export function upwards(imports: readonly Import[]): Import[] {
  const place = (path: string): number => FOLDERS.findIndex((folder) => folder === folderOf(path));
  return imports.filter(({ from, to }) => to.startsWith('src/') && from !== 'src/main.ts' && place(from) > place(to));
}

/** Circles of files that import each other, by whatever way: each with its files in alphabetical order. */
export function circles(imports: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const reached = new Map([...targets.keys()].map((file) => [file, reachableFrom(file, targets)]));
  const found = new Map<string, string[]>();
  for (const [file, own] of reached) {
    if (!own.has(file)) continue;
    const circle = [...own].filter((other) => reached.get(other)?.has(file) === true).sort();
    found.set(circle.join(), circle);
  }
  return [...found.values()];
}

/** The file itself is among them only where a way leads back to it. */
function reachableFrom(file: string, targets: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...(targets.get(file) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(targets.get(next) ?? []));
  }
  return reached;
}
