import { execFile } from 'node:child_process';
import { PROCESS_ENV } from '../support/run-node.js';

/** Runs the doctor in a shell, and gives what stands on standard error beside its exit code. */
function diagnose(target: string): Promise<string> {
  const line = `{ "${process.execPath}" dist/cli/doctor.js; echo "ended with $?" >&2; } ${target}`;
  return new Promise((resolve) => {
    execFile('sh', ['-c', line], { env: { ...PROCESS_ENV } }, (_error, _stdout, stderr) => {
      resolve(stderr);
    });
  });
}

describe('a doctor whose report', () => {
  it('is not read to its end goes without a word', async () => {
    expect(await diagnose('| true')).toBe('ended with 1\n');
  }, 30_000);

  it('cannot be written says so in a line', async () => {
    expect(await diagnose('>/dev/full')).toBe('the report cannot be written (ENOSPC)\nended with 1\n');
  }, 30_000);
});
