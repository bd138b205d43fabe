import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Partners } from '../../auth/callers/partners.js';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { parseJson, payloadOf } from '../../common/json.js';
import { Forwarder } from '../../forwarding/forwarder.js';
import { ReferenceData } from '../../forwarding/reference/reference-data.js';
import type { LookUpFacts, Outcome } from '../../idempotency/outcome.js';
import { type KnownCall, OutcomeStore } from '../../idempotency/outcome-store.js';
import { newRecord } from '../../observability/request-record.js';
import { RouteRegistry } from '../../policy/route.registry.js';
import type { LookUp, LookUpQuestion } from '../../routes/look-up.js';
import { sharedClock } from '../../storage/shared-clock.js';

/** Who asks: the application, since whoever made the call may have logged out. */
const CLIENT = 'outcomes';

/** Asks Migo what became of a call whose answer is lost. */
@Injectable()
export class OutcomeLookUp {
  constructor(
    private readonly forwarder: Forwarder,
    private readonly registry: RouteRegistry,
    private readonly partners: Partners,
    private readonly outcomes: OutcomeStore,
    private readonly reference: ReferenceData,
  ) {}

  /** Undefined for a call that nothing shows. */
  of({ facts, place }: KnownCall): LookUp | undefined {
    return facts?.lookUp === undefined ? undefined : this.registry.find(place.route)?.row.lookUp;
  }

  /** Undefined without evidence, also where Migo does not answer, or where what it shows could be that of another call. */
  async ask(known: KnownCall): Promise<Outcome | undefined> {
    const lookUp = this.of(known);
    const partner = this.partners.get(known.facts?.partner ?? '');
    if (lookUp === undefined || partner === undefined || known.facts?.lookUp === undefined) return undefined;
    const at = new Date(known.facts.at);
    let facts: LookUpFacts = known.facts.lookUp;
    for (const { row, ask, find } of lookUp.steps) {
      const found = find(await this.read(row, ask(facts, at), partner), facts, at);
      if (found === undefined) return undefined;
      if ('status' in found) {
        const { status, id } = found;
        // Asked last: one that is sent while Migo is read is seen, too.
        if (lookUp.shows !== 'state' && (await this.outcomes.hasTwin(known, found))) return undefined;
        const evidence = { by: row, detail: `Found by ${lookUp.by}`, ...(id !== undefined && { id }) };
        return { status, evidence, at: new Date(sharedClock.now()).toISOString() };
      }
      facts = { ...facts, ...found.facts };
    }
    return undefined;
  }

  /** A call may have its effect long after it was given up: reference data is read anew then. */
  async tellSettled({ place, facts }: KnownCall): Promise<void> {
    const route = this.registry.find(place.route);
    if (route !== undefined && facts !== undefined) await this.reference.settled(facts.partner, route);
  }

  private async read(
    row: string,
    { params = {}, query = {} }: LookUpQuestion,
    partner: PartnerSettings,
  ): Promise<unknown> {
    const text = new URLSearchParams(query).toString();
    const answer = await this.forwarder.call(this.registry.get(row), {
      caller: { kind: 'service', partner, clientId: CLIENT, scopes: ['*'] },
      request: {
        id: randomUUID(),
        clientAddress: '',
        url: text === '' ? '/' : `/?${text}`,
        params,
        query,
        headers: {},
        body: undefined,
        rawBody: undefined,
        record: newRecord(),
      },
    });
    return answer.kind === 'whole' ? payloadOf(parseJson(answer.body.toString('utf8'))) : undefined;
  }
}
