import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { circles, FOLDERS, folderOf, upwards } from './import-graph.js';
import { type Import, importsOf, ROOT, sourceFiles } from './source-files.js';

const files = sourceFiles('src');
const imports = files.flatMap(importsOf);
const simulator = sourceFiles('simulator').flatMap(importsOf);
const foreign = sourceFiles('test/support/foreign').flatMap(importsOf);

function named(wrong: readonly Import[]): string[] {
  return wrong.map(({ from, to }) => `${from} -> ${to}`);
}

describe('dependencies between the folders of src', () => {
  it('are read from the files at all', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(named(imports)).toContain('src/auth/callers/operator-permissions.ts -> src/credentials/credential.ts');
    expect(named(imports)).toContain('src/main.ts -> src/app.setup.ts');
  });

  it('have a place for every folder', () => {
    const known: readonly string[] = FOLDERS;
    const placeless = files.filter(({ path }) => path !== 'src/main.ts' && !known.includes(folderOf(path) ?? ''));
    expect(placeless.map(({ path }) => path)).toEqual([]);
    const used = new Set(files.map(({ path }) => folderOf(path)));
    expect(FOLDERS.filter((folder) => !used.has(folder))).toEqual([]);
  });

  it('point down the list only', () => {
    expect(named(upwards(imports))).toEqual([]);
  });

  it('are noticed where they point upwards, or to a folder without a place', () => {
    const up = { from: 'src/config/settings.ts', to: 'src/storage/redis/redis.store.ts' };
    const placeless = { from: 'src/auth/callers/caller.ts', to: 'src/elsewhere/thing.ts' };
    const assembly = { from: 'src/policy/checks.ts', to: 'src/app.module.ts' };
    expect(upwards([...imports, up, placeless, assembly])).toEqual([up, placeless, assembly]);
  });

  it.each([
    ['clients', /^src\/clients\/([^/]+)\//, ['transport', 'migo']],
    ['modules', /^src\/modules\/([^/]+)\//, []],
  ])('never lead from one folder of %s to another that is not for all of them', (_folder, part, shared) => {
    const partOf = (path: string): string | undefined => part.exec(path)?.[1];
    const allowed: readonly string[] = shared;
    const wrong = imports.filter(({ from, to }) => {
      const [source, target] = [partOf(from), partOf(to)];
      if (source === undefined || target === undefined || source === target) return false;
      return source === 'transport' || !allowed.includes(target);
    });
    expect(named(wrong)).toEqual([]);
  });

  it('name only files that exist', () => {
    const known = new Set(files.map(({ path }) => path));
    const wrong = imports.filter(({ to }) => to.startsWith('src/') && to.endsWith('.ts') && !known.has(to));
    expect(named(wrong)).toEqual([]);
  });
});

describe('the files of src and the simulator', () => {
  it('stand in no circle', () => {
    expect(circles(imports)).toEqual([]);
    expect(circles(simulator)).toEqual([]);
  });

  it('would be noticed in a circle, however long it is', () => {
    const back = { from: 'src/common/json.ts', to: 'src/app.module.ts' };
    const [circle] = circles([...imports, back]);
    expect(circle).toEqual(expect.arrayContaining(['src/app.module.ts', 'src/common/json.ts']));
    expect(
      circles([
        { from: 'a.ts', to: 'b.ts' },
        { from: 'b.ts', to: 'a.ts' },
      ]),
    ).toEqual([['a.ts', 'b.ts']]);
  });

  it('never import each other, nor anything from the tests', () => {
    expect(named(simulator)).toContain('simulator/main.ts -> simulator/simulator.ts');
    expect(named(imports.filter(({ to }) => to.startsWith('simulator/')))).toEqual([]);
    expect(named(simulator.filter(({ to }) => to.startsWith('src/')))).toEqual([]);
    const toTests = [...imports, ...simulator].filter(({ to }) => to.startsWith('test/') || to.startsWith('bench/'));
    expect(named(toTests)).toEqual([]);
  });

  it('are unknown to the foreign upstreams, which have Migo’s pages alone', () => {
    expect(named(foreign)).toContain(
      'test/support/foreign/rows/row-upstreams.ts -> test/support/foreign/rows/wallet.ts',
    );
    expect(named(foreign.filter(({ to }) => /^(src|simulator|dist)\//.test(to)))).toEqual([]);
  });
});

describe('a folder of src', () => {
  it('holds no more than 20 files', () => {
    const folders = new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
    const crowded = [...folders].filter((folder) => readdirSync(join(ROOT, folder)).length > 20);
    expect(crowded.filter((folder) => folder !== 'src' && folder !== 'src/modules')).toEqual([]);
  });
});
