import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const JEST = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runInBand', '--silent', '--json'];

/** How many tests the specs have, and what each failing one says, by its title. Throws where a spec does not run, or is interrupted. */
export function outcomeOf(specs, jestOptions) {
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
  const failures = new Map(failed.map(({ fullName, failureMessages }) => [fullName, failureMessages.join('\n')]));
  return { count: ran.length, failures };
}
