import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { contractReports } from '../../contracts/differences/report.js';
import { Contracts } from '../../contracts/contracts.js';
import { type ContextLogger, Loggers } from '../../observability/logger.js';
import { OpenApiDocument } from '../../openapi/openapi-document.js';

/** One line at start for each contract file. `npm run contracts` says which the differences are. */
@Injectable()
export class ContractLog implements OnApplicationBootstrap {
  private readonly logger: ContextLogger;

  constructor(
    private readonly contracts: Contracts,
    private readonly document: OpenApiDocument,
    loggers: Loggers,
  ) {
    this.logger = loggers.of(ContractLog.name);
  }

  onApplicationBootstrap(): void {
    // Without a file nobody needs the document yet.
    const document = this.contracts.upstreams.length > 0 ? this.document.get() : undefined;
    if (document === undefined) return;
    for (const { upstream, ...report } of contractReports(this.contracts, document, false)) {
      const { differences, served, ungranted, unfit } = report;
      const counts = { imported: served.length, ungranted: ungranted.length, unfit: unfit.length };
      const line = { upstream, differences: differences.length, ...counts };
      if (differences.length > 0) this.logger.warn(line, 'contract differs');
      else this.logger.info(line, 'contract');
    }
    // An operation that was granted and not imported is missed by whoever granted it.
    for (const { operation, grant } of this.contracts.entries) {
      const why = grant === undefined ? undefined : operation.unfit;
      if (why !== undefined) this.logger.warn({ operation: operation.place, why }, 'not imported');
    }
  }
}
