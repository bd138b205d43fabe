import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type * as TypeScript from 'typescript';

const SOURCE = 'test/contracts/nest-app';
const FILES = ['app.dto.ts', 'app.controller.ts'];

/** Where the packages of each Nest are; those of 11 have a lockfile of their own and come when they are first wanted. */
const HOMES = {
  11: { packages: 'test/nest-11', folder: 'test/nest-11' },
  12: { packages: '.', folder: 'test/contracts/nest-app' },
} as const;
export type NestVersion = keyof typeof HOMES;

export interface NestApp {
  url: string;
  /** What the application wrote of itself. */
  document: object;
  stop: () => void;
}

export async function startNestApp(version: NestVersion, withPlugin: boolean): Promise<NestApp> {
  const { packages, folder } = HOMES[version];
  if (!existsSync(join(packages, 'node_modules'))) {
    await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund', '--prefix', packages]);
  }
  const place = mkdtempSync(join(folder, 'made-'));
  compile(version, place, withPlugin);
  const program = spawn(process.execPath, [join(place, 'app.controller.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { url, document } = JSON.parse(await firstLine(program)) as { url: string; document: object };
  return {
    url,
    document,
    stop: () => {
      program.kill();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** By the compiler of that home, and its plugin of `@nestjs/swagger` as `nest build` would use it. */
function compile(version: NestVersion, place: string, withPlugin: boolean): void {
  const { program, before } = (compilers[version] ??= readSources(version));
  const write = (file: string, text: string): void => {
    writeFileSync(join(place, basename(file)), text);
  };
  program.emit(undefined, write, undefined, false, { before: withPlugin ? [before({}, program)] : [] });
  writeFileSync(join(place, 'package.json'), '{"type":"commonjs"}');
}

interface Compiler {
  program: TypeScript.Program;
  before: (options: object, program: TypeScript.Program) => TypeScript.TransformerFactory<TypeScript.SourceFile>;
}

/** Reading the sources and the types of all packages takes seconds; one reading is good for both ways to write them. */
const compilers: Partial<Record<NestVersion, Compiler>> = {};

function readSources(version: NestVersion): Compiler {
  const { packages, folder } = HOMES[version];
  const load = createRequire(resolve(packages, 'package.json'));
  const ts = load('typescript') as typeof TypeScript;
  const { before } = load('@nestjs/swagger/plugin') as Pick<Compiler, 'before'>;
  // Below the packages that they import.
  const place = mkdtempSync(join(folder, 'made-'));
  for (const file of FILES) copyFileSync(join(SOURCE, file), join(place, file));
  writeFileSync(join(place, 'package.json'), '{"type":"commonjs"}');
  const program = ts.createProgram(
    FILES.map((file) => resolve(place, file)),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      useDefineForClassFields: false,
      skipLibCheck: true,
      types: [],
    },
  );
  rmSync(place, { recursive: true });
  return { program, before };
}

function firstLine(program: ChildProcess): Promise<string> {
  return new Promise((fulfil, reject) => {
    const { stdout } = program;
    if (stdout !== null) createInterface(stdout).once('line', fulfil);
    program.once('exit', (code) => {
      reject(new Error(`the application ended with ${String(code)}`));
    });
  });
}
