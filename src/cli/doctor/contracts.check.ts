import { readdir } from 'node:fs/promises';
import { SettingsError } from '../../config/settings.error.js';
import type { ContractReport } from '../../contracts/differences/report.js';
import { failed, type Finding, ok, skipped, warning } from './finding.js';

const LOOK = '`npm run contracts` lists them; docs/contracts.md says what to do about each';

export async function hasContractFiles(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch(() => []);
  return names.some((name) => name.endsWith('.json'));
}

/** Migo's own OpenAPI files, where somebody has imported them, held against the route table. */
export async function checkContracts(
  directory: string,
  compare: () => Promise<readonly ContractReport[]>,
): Promise<Finding> {
  // The comparison loads the whole application.
  if (!(await hasContractFiles(directory))) return skipped('no contract files');
  try {
    const reports = await compare();
    const files = reports.map(({ upstream }) => `${upstream}.json`).join(', ');
    const differences = reports.flatMap((report) => report.differences).length;
    return differences === 0 ? ok(`${files}: no differences`) : warning(`${files}: ${differences} differences`, LOOK);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const [{ path, message } = { path: 'contracts', message: 'cannot be read' }] = error.wrong;
    return failed(`${error.wrong.length} faults, the first: ${path}: ${message}`, LOOK);
  }
}
