import { Injectable } from '@nestjs/common';
import { OutcomeStore } from '../../idempotency/outcome-store.js';
import { AdminServer } from '../../observability/admin.server.js';
import { RouteRegistry } from '../../policy/route.registry.js';
import { statusOf } from './outcome.view.js';
import { MOST_OPEN } from './settler.js';

/** One line of `/ops/outcomes`. Names neither the key nor who made the call. */
interface OpenOutcome {
  id: string;
  route: string;
  status: string;
  ageSeconds: number;
  partner: string | undefined;
  callerKind: string | undefined;
  requestId: string | undefined;
  lookUp: boolean;
}

/** Calls whose end is not known yet, for whoever operates the gateway: `/ops/outcomes`, the oldest first. */
@Injectable()
export class OpenOutcomes {
  constructor(
    private readonly outcomes: OutcomeStore,
    private readonly registry: RouteRegistry,
    admin: AdminServer,
  ) {
    admin.page('/ops/outcomes', async () => ({ outcomes: await this.list() }));
  }

  private async list(): Promise<OpenOutcome[]> {
    const open = await this.outcomes.listOpen(MOST_OPEN);
    const lines = await Promise.all(
      open.map(async ({ key, route }) => {
        const known = (await this.outcomes.read(key)).find(({ place }) => place.route === route);
        if (known === undefined || known.record.state === 'done') return [];
        const { facts, record } = known;
        const canLook = facts?.lookUp !== undefined && this.registry.find(route)?.row.lookUp !== undefined;
        return {
          id: key,
          route,
          status: statusOf(known),
          ageSeconds: Math.round(record.ageMs / 1000),
          partner: facts?.partner,
          callerKind: facts?.callerKind,
          requestId: facts?.requestId,
          lookUp: canLook,
        };
      }),
    );
    return lines.flat().sort((a, b) => b.ageSeconds - a.ageSeconds);
  }
}
