import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { GatewayProcess } from '../support/gateway-process.js';

/** Packages of their own, with a lockfile: whoever develops the gateway does not install them (docs/dependencies.md). */
const FOLDER = 'test/generators';
const INSTALL_MS = 180_000;
const GENERATE_MS = 120_000;

const TSC = join(FOLDER, 'node_modules/typescript/bin/tsc');
const STRICT = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'ES2022',
    module: 'NodeNext',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: [],
    skipLibCheck: true,
  },
  include: ['**/*.ts'],
};

/** By name: the document that it reads, and how it is started. */
const GENERATORS: Readonly<Record<string, { document: string; args: (input: string, output: string) => string[] }>> = {
  'openapi-typescript': {
    document: 'openapi.json',
    args: (input, output) => [
      'node_modules/openapi-typescript/bin/cli.js',
      input,
      '--output',
      join(output, 'types.ts'),
    ],
  },
  '@hey-api/openapi-ts': {
    document: 'openapi.json',
    args: (input, output) => [
      join(FOLDER, 'node_modules/@hey-api/openapi-ts/bin/run.js'),
      ...['--input', input, '--output', output, '--no-log-file'],
    ],
  },
  'openapi-typescript-codegen': {
    document: 'openapi-3.0.json',
    args: (input, output) => [
      join(FOLDER, 'node_modules/openapi-typescript-codegen/bin/index.js'),
      ...['--input', input, '--output', output, '--client', 'fetch', '--useUnionTypes'],
    ],
  },
};

describe('generators of clients', () => {
  let directory: string;

  beforeAll(async () => {
    if (!existsSync(TSC)) expect(await run('npm', ['ci', '--no-audit', '--no-fund', '--prefix', FOLDER])).toEqual(DONE);
    const gateway = await GatewayProcess.start({ config: {} });
    directory = await mkdtemp(join(FOLDER, 'made-'));
    for (const name of ['openapi.json', 'openapi-3.0.json']) {
      const answer = await fetch(`${gateway.url}/${name}`);
      await writeFile(join(directory, name), await answer.text());
    }
    await gateway.stop();
  }, INSTALL_MS);

  afterAll(() => rm(directory, { recursive: true }));

  it.each(Object.entries(GENERATORS))(
    '%s makes code of the document that compiles in strict TypeScript',
    async (name, { document, args }) => {
      const output = join(directory, name.replaceAll(/\W/g, '-'));
      await mkdir(output);
      expect(await run(process.execPath, args(join(directory, document), output))).toEqual(DONE);
      await writeFile(join(output, 'tsconfig.json'), JSON.stringify(STRICT));
      await writeFile(join(output, 'package.json'), '{ "type": "commonjs" }');
      expect(await run(process.execPath, [TSC, '--project', output])).toEqual(DONE);
    },
    GENERATE_MS,
  );
});

const DONE = { code: 0, text: '' };

/** What a program printed counts only where it failed. */
function run(command: string, args: readonly string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
  const printed: string[] = [];
  child.stdout.on('data', (text: Buffer) => printed.push(text.toString()));
  child.stderr.on('data', (text: Buffer) => printed.push(text.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, text: code === 0 ? '' : printed.join('') });
    });
  });
}
