import type { ContractGrantSettings } from '../config/sections/contract.settings.js';
import { UPSTREAMS } from '../clients/upstreams.js';
import type { UpstreamName } from '../config/sections/upstream.settings.js';
import type { PreparedRoute } from '../routes/prepared-route.js';
import type { Capability, Row } from '../routes/route.js';
import type { ContractOperation } from './file/operation.js';
import { importedCapability } from './imported.routes.js';
import type { RequestChecks } from './schemas/request-check.js';

/** An operation of a file, and what the gateway has for it. */
export interface ContractEntry {
  operation: ContractOperation;
  /** Rows of the table that are the same operation. */
  routes: readonly PreparedRoute[];
  /** What the settings say of it, where they grant it to somebody. */
  grant?: ContractGrantSettings;
  /** Where the table has none, it is granted, and it can be served. */
  row?: Row;
}

/** All contract files of this gateway, held against its table. */
export class Contracts {
  constructor(
    /** Upstreams that have a file. */
    readonly upstreams: readonly UpstreamName[],
    readonly entries: readonly ContractEntry[],
    /** Every row of the table. */
    readonly routes: readonly PreparedRoute[],
    readonly checks: RequestChecks,
  ) {}

  /** What is imported, as tables for the same controllers that serve the gateway's own. */
  tables(): Capability[] {
    return this.upstreams.flatMap((upstream) => {
      const served = this.entries.flatMap(({ operation: { outline }, row }): [string, Row][] =>
        outline.upstream === upstream && row !== undefined ? [[outline.name, row]] : [],
      );
      const table = { target: UPSTREAMS[upstream], rows: Object.fromEntries(served) };
      return served.length === 0 ? [] : [{ capability: importedCapability(upstream), table }];
    });
  }
}
