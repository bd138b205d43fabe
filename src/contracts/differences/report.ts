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

export function contractReports(contracts: Contracts, document: OpenAPIObject): ContractReport[] {
  return contracts.upstreams.map((upstream) => {
    const imported = contracts.entries.filter(
      ({ operation, routes }) => operation.upstream === upstream && routes.length === 0,
    );
    const lines = (entries: readonly ContractEntry[], text: (entry: ContractEntry) => string): string[] =>
      entries
        .map((entry) => `${upstream} ${entry.operation.method} ${printable(entry.operation.path)}: ${text(entry)}`)
        .sort();
    const fit = imported.filter(({ operation }) => operation.unfit === undefined);
    return {
      upstream,
      differences: contractDifferences(contracts, upstream, document),
      served: lines(
        fit.filter(({ row }) => row !== undefined),
        ({ row }) => `imported as ${row?.method ?? ''} /v1${row?.path ?? ''} with scope ${row?.scope ?? ''}`,
      ),
      ungranted: lines(
        fit.filter(({ row }) => row === undefined),
        ({ operation }) => `would be ${operation.method} /v1${operation.publicPath}; granted to nobody`,
      ),
      unfit: lines(
        imported.filter(({ operation }) => operation.unfit !== undefined),
        ({ operation }) => `cannot be imported: ${operation.unfit ?? ''}`,
      ),
    };
  });
}
