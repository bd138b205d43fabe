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
    const imported = contracts.entries.filter(
      ({ operation, routes }) => operation.outline.upstream === upstream && routes.length === 0,
    );
    const unfit = new Map(imported.map((entry) => [entry, unfitOf(entry, isWhole)]));
    const lines = (wanted: (entry: ContractEntry) => boolean, text: (entry: ContractEntry) => string): string[] =>
      imported
        .filter(wanted)
        .map((entry) => `${printable(`${upstream} ${placeOf(entry)}`)}: ${text(entry)}`)
        .sort();
    return {
      upstream,
      differences: contractDifferences(contracts, upstream, document).map((line) => `${line}; ${OF_DIFFERENCE}`),
      served: lines(
        ({ row }) => row !== undefined,
        ({ row, operation }) =>
          `imported as ${row?.method ?? ''} /v1${row?.path ?? ''} with scope ${row?.scope ?? ''}${left(operation.notes)}`,
      ),
      ungranted: lines(
        (entry) => entry.row === undefined && unfit.get(entry) === undefined,
        ({ operation: { outline, notes } }) =>
          `would be ${outline.method} /v1${outline.publicPath}; granted to nobody: see contracts.grants${isWhole ? left(notes) : ''}`,
      ),
      unfit: lines(
        (entry) => unfit.get(entry) !== undefined,
        (entry) => `cannot be imported: ${withAdvice(unfit.get(entry) ?? '')}`,
      ),
    };
  });
}

function placeOf({ operation: { outline } }: ContractEntry): string {
  return `${outline.method} ${outline.path}`;
}

function unfitOf({ operation, grant }: ContractEntry, isWhole: boolean): string | undefined {
  return isWhole || grant !== undefined ? operation.unfit : operation.outline.unfit;
}

function withAdvice(reason: string): string {
  return TELLS_WHAT_TO_DO.test(reason) ? reason : `${reason}; ${WHAT_TO_DO}`;
}

function left(notes: readonly string[]): string {
  return notes.length === 0 ? '' : `; not taken over: ${notes.join('; ')}`;
}
