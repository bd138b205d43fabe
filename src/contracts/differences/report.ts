import type { OpenAPIObject } from '@nestjs/swagger';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { contractDifferences } from './differences.js';
import type { ContractEntry, Contracts } from '../contracts.js';
import { printable } from '../file/printable.js';

/** What became of one contract file; each list has one sorted line per entry. */
export interface ContractReport {
  upstream: UpstreamName;
  /** Between the file and the table. */
  differences: string[];
  /** Not in the table, granted by the settings, and served. */
  served: string[];
  /** Not in the table, and granted to nobody. */
  ungranted: string[];
  /** Not in the table, and not to be served, with the reason. */
  unfit: string[];
}

/** Where nothing can be done, or the reason says what. */
const TELLS_WHAT_TO_DO = /gateway|settings|grant|contracts\.exclude/;
const WHAT_TO_DO = 'ask for a mended file, or pass it over with contracts.exclude';

/** Nothing is changed by a difference: the row goes on as it is. */
const OF_DIFFERENCE = 'the file counts: mend the row, or ask Migo where the file is wrong';

/** @param isWhole whether operations that nobody is granted are looked into, too: `npm run contracts` does, a start does not */
export function contractReports(contracts: Contracts, document: OpenAPIObject, isWhole = true): ContractReport[] {
  return contracts.upstreams.map((upstream) => {
    const differences = contractDifferences(contracts, upstream, document);
    const report: ContractReport = {
      upstream,
      differences: differences.map((line) => `${line}; ${OF_DIFFERENCE}`),
      ...{ served: [], ungranted: [], unfit: [] },
    };
    for (const entry of contracts.entries) {
      const { outline } = entry.operation;
      if (outline.upstream !== upstream || entry.routes.length > 0) continue;
      const [list, text] = fateOf(entry, isWhole);
      report[list].push(`${printable(`${upstream} ${outline.method} ${outline.path}`)}: ${text}`);
    }
    for (const list of [report.served, report.ungranted, report.unfit]) list.sort();
    return report;
  });
}

function fateOf(
  { operation, row, grant }: ContractEntry,
  isWhole: boolean,
): [list: 'served' | 'ungranted' | 'unfit', text: string] {
  const { method, publicPath, unfit: known } = operation.outline;
  const isLookedInto = isWhole || grant !== undefined;
  const unfit = isLookedInto ? operation.unfit : known;
  if (unfit !== undefined) {
    const advice = TELLS_WHAT_TO_DO.test(unfit) ? '' : `; ${WHAT_TO_DO}`;
    return ['unfit', `cannot be imported: ${unfit}${advice}`];
  }
  const notes = isLookedInto && operation.notes.length > 0 ? `; not taken over: ${operation.notes.join('; ')}` : '';
  const place = `${method} /v1${publicPath}`;
  if (row === undefined) return ['ungranted', `would be ${place}; granted to nobody: see contracts.grants${notes}`];
  return ['served', `imported as ${place} with scope ${row.scope}${notes}`];
}
