import { type Import, importsOf, sourceFiles } from './source-files.js';

const COMMON = ['config', 'problems', 'storage', 'observability'] as const;

/** A folder of src/ and those it may import, beside itself and the common ones. The arrows point one way. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  modules: ['routing', 'auth', 'limits', 'credentials', 'clients'],
  routing: ['auth', 'limits', 'credentials', 'clients'],
  auth: ['limits', 'credentials', 'clients'],
  credentials: ['clients'],
  limits: [],
  clients: [],
  config: [],
  problems: [],
  storage: [],
  observability: [],
  doctor: ['routing', 'credentials', 'clients'],
};

/** Files right in src/: they put the parts together, so they see all of them. */
const ASSEMBLY = [
  'main',
  'tick-shape',
  'app.module',
  'app.setup',
  'app.preview',
  'contracts',
  'supported-node',
  'doctor',
].map((name) => `src/${name}.ts`);

const files = sourceFiles('src');
const imports = files.flatMap(importsOf);

/** `auth` of `src/auth/callers/caller.ts`; undefined for a package and for the files right in src/. */
function folderOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

function named(wrong: readonly Import[]): string[] {
  return wrong.map(({ from, to }) => `${from} -> ${to}`);
}

describe('dependencies between the folders of src', () => {
  it('are read from the files at all', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(named(imports)).toContain('src/auth/callers/operator-permissions.ts -> src/credentials/credential.ts');
    expect(named(imports)).toContain('src/main.ts -> src/app.setup.ts');
    expect(named(imports)).toContain('src/forwarding/request/upstream-request.ts -> src/edge/body-parsers.ts');
  });

  it('have a place for every folder', () => {
    const folders = new Set(files.flatMap(({ path }) => folderOf(path) ?? []));
    expect([...folders].filter((folder) => !(folder in ARROWS))).toEqual([]);
    const loose = files.filter(({ path }) => folderOf(path) === undefined).map(({ path }) => path);
    expect(loose.filter((path) => !ASSEMBLY.includes(path))).toEqual([]);
  });

  it.each(Object.keys(ARROWS))('of %s point only where the design lets them', (folder) => {
    const allowed = [folder, ...COMMON, ...(ARROWS[folder] ?? [])];
    const wrong = imports.filter(({ from, to }) => {
      const target = folderOf(to);
      return folderOf(from) === folder && target !== undefined && !allowed.includes(target);
    });
    expect(named(wrong)).toEqual([]);
  });

  it('never make a part know the assembly', () => {
    const wrong = imports.filter(({ from, to }) => ASSEMBLY.includes(to) && folderOf(from) !== undefined);
    expect(named(wrong)).toEqual([]);
  });

  it('lead to modules from app.module.ts and app.setup.ts only', () => {
    const doors = ['src/app.module.ts', 'src/app.setup.ts'];
    const wrong = imports.filter(
      ({ from, to }) => folderOf(to) === 'modules' && folderOf(from) !== 'modules' && !doors.includes(from),
    );
    expect(named(wrong)).toEqual([]);
  });

  it('lead to the doctor from doctor.ts only', () => {
    const wrong = imports.filter(({ from, to }) => folderOf(to) === 'doctor' && folderOf(from) !== 'doctor');
    expect(named(wrong)).toEqual(['src/cli/doctor.ts -> src/cli/doctor/run-doctor.ts']);
  });

  it('keep clients/transport free of the other clients', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        from.startsWith('src/clients/transport/') &&
        to.startsWith('src/clients/') &&
        !to.startsWith('src/clients/transport/'),
    );
    expect(named(wrong)).toEqual([]);
  });

  it('keep the folder of one upstream free of those of the others', () => {
    const upstreams = ['wallet-gateway', 'middleware', 'cms', 'payments-api'];
    const upstreamOf = (path: string): string | undefined =>
      upstreams.find((name) => path.startsWith(`src/clients/${name}/`));
    const wrong = imports.filter(({ from, to }) => {
      const [source, target] = [upstreamOf(from), upstreamOf(to)];
      return source !== undefined && target !== undefined && source !== target;
    });
    expect(named(wrong)).toEqual([]);
  });

  it('name only files that exist', () => {
    const known = new Set(files.map(({ path }) => path));
    const wrong = imports.filter(({ to }) => to.startsWith('src/') && to.endsWith('.ts') && !known.has(to));
    expect(named(wrong)).toEqual([]);
  });
});

describe('src and the simulator', () => {
  const simulator = sourceFiles('simulator').flatMap(importsOf);

  it('never import each other', () => {
    expect(named(simulator)).toContain('simulator/main.ts -> simulator/simulator.ts');
    expect(named(imports.filter(({ to }) => to.startsWith('simulator/')))).toEqual([]);
    expect(named(simulator.filter(({ to }) => to.startsWith('src/')))).toEqual([]);
  });

  it('import nothing from the tests', () => {
    const wrong = [...imports, ...simulator].filter(({ to }) => to.startsWith('test/') || to.startsWith('bench/'));
    expect(named(wrong)).toEqual([]);
  });
});
