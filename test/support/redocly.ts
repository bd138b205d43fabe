import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Finding {
  ruleId: string;
  severity: string;
  message: string;
  location: { pointer?: string }[];
}

const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

/** What Redocly has to say against a document, by the rules of redocly.yaml: errors and warnings, one line each. */
export async function findingsOf(document: unknown): Promise<string[]> {
  const file = join(await mkdtemp(join(tmpdir(), 'openapi-')), 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  const output = await redocly('lint', file, '--config', 'redocly.yaml', '--format', 'json');
  const { problems } = JSON.parse(output) as { problems: Finding[] };
  return problems.map(
    ({ severity, ruleId, message, location }) => `${severity} ${ruleId} ${location[0]?.pointer ?? ''}: ${message}`,
  );
}

/** It ends with 1 where it found errors; what it found is on its standard output then too. */
function redocly(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const script = 'node_modules/@redocly/cli/bin/cli.js';
    execFile(process.execPath, [script, ...args], { env: { ...process.env, ...QUIET } }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`redocly: ${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}
