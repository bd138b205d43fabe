import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const JEST = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runInBand', '--silent', '--json'];

/** What each failing test of the specs says, by its title. Throws where a spec does not run. */
export function failuresOf(specs, jestOptions) {
  const outputFile = join(mkdtempSync(join(tmpdir(), 'mutation-')), 'results.json');
  const { status, stderr } = spawnSync(
    process.execPath,
    [...JEST, '--outputFile', outputFile, ...jestOptions, '--', ...specs],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0 && status !== 1) throw new Error(stderr);
  const { testResults } = JSON.parse(readFileSync(outputFile, 'utf8'));
  const ran = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (testResults.length !== specs.length || ran.length === 0) throw new Error(stderr);
  const failed = ran.filter((result) => result.status === 'failed');
  return new Map(failed.map(({ fullName, failureMessages }) => [fullName, failureMessages.join('\n')]));
}
