import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf, ROOT, type SourceFile, sourceFiles, specFiles } from './source-files.js';

/** What starts a Redis server, a gateway or another program, or needs one that runs. */
const STARTERS = ['node:child_process', 'test/storage/stores.ts'];

/** Type-only imports are gone at run time, so they start nothing. */
const TYPE_IMPORT = /^import type [^;]*;$/gm;

const texts = new Map([...sourceFiles('test'), ...sourceFiles('simulator')].map((file) => [file.path, file]));

/** Everything that a spec loads, through as many helpers as it takes. What src loads is the gateway's own, and in process. */
function loadedBy(spec: SourceFile): Set<string> {
  const loaded = new Set<string>();
  const visit = ({ path, text }: SourceFile): void => {
    for (const { to } of importsOf({ path, text: text.replaceAll(TYPE_IMPORT, '') })) {
      if (loaded.has(to)) continue;
      loaded.add(to);
      const file = texts.get(to);
      if (file !== undefined) visit(file);
    }
  };
  visit(spec);
  return loaded;
}

const specs = [...specFiles('test'), ...specFiles('simulator')];

describe('a spec that is called *.spec.ts', () => {
  it('is found at all, and so are the helpers that start something', () => {
    expect(specs.length).toBeGreaterThan(50);
    expect(existsSync(join(ROOT, 'test/storage/stores.ts'))).toBe(true);
  });

  it('starts no program and needs no Redis: *.e2e-spec.ts may', () => {
    const wrong = specs.filter((spec) => STARTERS.some((starter) => loadedBy(spec).has(starter)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
