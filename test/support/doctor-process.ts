import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finished, runNode } from './run-node.js';

export interface Diagnosis extends Finished {
  lines: string[];
}

/** `npm run doctor` without the build: a process of its own, with settings of its own. */
export async function runDoctor(config: object, env: Readonly<Record<string, string>> = {}): Promise<Diagnosis> {
  const configFile = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'gateway.yaml');
  writeFileSync(configFile, JSON.stringify(config));
  const { code, text } = await runNode(['dist/cli/doctor.js'], { GATEWAY_CONFIG: configFile, ...env });
  return { code, text, lines: text.split('\n') };
}

/** The line of a step, with the advice below it. */
export function stepOf({ lines, text }: Diagnosis, name: string): string {
  const index = lines.findIndex((line) => line.slice(9).startsWith(`${name} `));
  if (index < 0) throw new Error(`no step ${name} in:\n${text}`);
  return [lines[index], ...lines.slice(index + 1, index + 2).filter((line) => line.includes('-> '))].join('\n');
}
