// `npm run contracts`: every difference between the contract files and the route table. Exit code 0: none, 1: some,
// 2: a file or a setting is not fit to be used.
import '../common/process/supported-node.js';
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { SettingsError } from '../config/settings.error.js';
import { loadSettings } from '../config/settings.loader.js';
import type { ContractReport } from '../contracts/differences/report.js';

const EXIT_DIFFERENCES = 1;
const EXIT_UNFIT = 2;

// By exit, because the channel of supported-node.ts would keep the process alive.
process.exit(await report());

async function report(): Promise<number> {
  try {
    const settings = loadSettings({
      env: process.env,
      directory: fileURLToPath(new URL('../../config', import.meta.url)),
    });
    // Only now, as in main.ts: an older Node.js must not get as far as loading libraries that it cannot run.
    const { previewContracts } = await import('../app.preview.js');
    const reports = await previewContracts(settings);
    for (const one of reports) print(one);
    if (reports.length === 0) console.log(`no contract files in ${settings.contracts.directory}`);
    return reports.some(({ differences }) => differences.length > 0) ? EXIT_DIFFERENCES : 0;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    return EXIT_UNFIT;
  }
}

function print({ upstream, differences, served, ungranted, unfit }: ContractReport): void {
  const lists = { differences, imported: served, 'granted to nobody': ungranted, 'cannot be imported': unfit };
  const counts = Object.entries(lists).map(([what, lines]) => `${lines.length} ${what}`);
  console.log(`${upstream}.json: ${counts.join(', ')}`);
  for (const line of Object.values(lists).flat()) console.log(`  ${line}`);
}
