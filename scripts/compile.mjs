// Compiles the gateway and the simulator into dist/, a file for a file, as .swcrc says. What `nest build` and `swc` do, by
// the compiler that both call: their packages are some two hundred more to install.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { transformFile } from '@swc/core';

const TREES = { src: 'dist', simulator: 'dist/simulator' };

async function compile(source, target) {
  const { code, map } = await transformFile(source, { configFile: '.swcrc', outputPath: target });
  // The map names its source by an absolute path otherwise, which is nobody else's.
  const sources = [relative(dirname(target), source)];
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, `${code}\n//# sourceMappingURL=${basename(target)}.map`);
  await writeFile(`${target}.map`, JSON.stringify({ ...JSON.parse(map), sources }));
}

async function compileTree(from, to) {
  const files = (await readdir(from, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const toTarget = (file) => join(to, file.replace(/\.ts$/, '.js'));
  await Promise.all(files.map((file) => compile(join(from, file), toTarget(file))));
}

// A file whose source is gone must not stay: it could still be loaded, or be run as a test.
await rm('dist', { recursive: true, force: true });
await Promise.all(Object.entries(TREES).map(([from, to]) => compileTree(from, to)));
