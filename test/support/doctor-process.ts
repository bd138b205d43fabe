import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOG_DIRECTORY } from './log-directory.js';

export interface Diagnosis {
  code: number | null;
  /** Everything that was printed. */
  text: string;
  lines: string[];
}

/** `npm run doctor` without the build: a process of its own, with settings of its own. */
export async function runDoctor(config: object, env: Readonly<Record<string, string>> = {}): Promise<Diagnosis> {
  const configFile = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'gateway.yaml');
  writeFileSync(configFile, JSON.stringify(config));
  const child = spawn(process.execPath, ['dist/doctor.js'], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: join(LOG_DIRECTORY, 'compile-cache'),
      GATEWAY_CONFIG: configFile,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => printed.push(text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const text = printed.join('');
  return { code, text, lines: text.split('\n') };
}

/** The line of a step, with the advice below it. */
export function stepOf({ lines, text }: Diagnosis, name: string): string {
  const index = lines.findIndex((line) => line.slice(9).startsWith(`${name} `));
  if (index < 0) throw new Error(`no step ${name} in:\n${text}`);
  return [lines[index], ...lines.slice(index + 1, index + 2).filter((line) => line.includes('-> '))].join('\n');
}
