import { relative } from 'node:path';
import { createEmptyTestResult } from '@jest/test-result';
import circus from 'jest-circus/runner';

/** When CI begins no more suites, in seconds since 1970: its machine may be too slow for all of them. */
const LAST_BEGIN = Number(process.env['NO_SUITE_BEGINS_AFTER'] ?? Infinity);

/** Jest's own runner of a suite. One that comes too late is not begun: it counts as a test that was skipped, and is named. */
export default async function timedRunner(...args) {
  const [{ rootDir }, , , , testFilePath] = args;
  if (Date.now() / 1000 < LAST_BEGIN) return circus.default(...args);
  const title = `left out for lack of time: ${relative(rootDir, testFilePath)}`;
  process.stderr.write(`${title}\n`);
  const left = {
    title,
    fullName: title,
    status: 'pending',
    ancestorTitles: [],
    failureMessages: [],
    failureDetails: [],
  };
  return { ...createEmptyTestResult(), testFilePath, numPendingTests: 1, testResults: [left] };
}
