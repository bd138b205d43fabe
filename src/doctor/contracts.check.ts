import { readdir } from 'node:fs/promises';
import { type Finding, skipped } from './finding.js';

/** Migo's own OpenAPI files, where somebody has imported them. */
export async function checkContracts(directory: string): Promise<Finding> {
  const names = await readdir(directory).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json'));
  return skipped(files.length === 0 ? 'no contract files' : `${files.length} contract files: see npm run contracts`);
}
