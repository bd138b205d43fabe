import { Injectable } from '@nestjs/common';
import { callerKey } from '../../auth/callers/caller.js';
import { Settings } from '../../config/settings.js';
import { Fingerprint, Fingerprints } from '../../idempotency/fingerprint.js';
import { IDEMPOTENCY_KEY_HEADER, idempotencyKeyOf, outcomePath } from '../../idempotency/key.js';
import { KeyedCall } from '../../idempotency/keyed-call.js';
import { KeyedCalls } from '../../idempotency/keyed-calls.js';
import type { KnownCall } from '../../idempotency/outcome-store.js';
import { Metrics } from '../../observability/metrics.js';
import { Problem } from '../../problems/problem.js';
import { demandsKey } from '../../routes/route.js';
import type { RowAnswer, RowCall } from '../row-call.js';
import { Conflicts } from './conflicts.js';
import { factsOf } from './facts.js';
import { isUntouched, judge, outcomeOf, refusalOf } from './judgement.js';
import { replay } from './replay.js';
import { headOf, readForm } from './request-print.js';

/** The steps behind this one. */
type Next = (call: RowCall) => Promise<RowAnswer>;

/** Seconds after which a call that is still running may be asked for again. */
const ASK_AGAIN = { 'retry-after': '1' };

/** Makes a call that has a key once, whoever sends it how often, to whichever replica. */
@Injectable()
export class CallOnce {
  constructor(
    private readonly calls: KeyedCalls,
    private readonly prints: Fingerprints,
    private readonly conflicts: Conflicts,
    private readonly metrics: Metrics,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws Problem `idempotency_key_required`, `idempotency_in_progress`, `idempotency_key_reused`, `outcome_unknown`
   * @throws StoreUnavailableError where the claim could not be made: then nobody is called
   */
  async run(call: RowCall, next: Next): Promise<RowAnswer> {
    const { caller, request, route } = call;
    const key = idempotencyKeyOf(request.headers[IDEMPOTENCY_KEY_HEADER]);
    if (key === undefined) {
      const isRequired = demandsKey(route.row) && this.settings.idempotency.requiredFor.includes(caller.kind);
      if (isRequired) throw new Problem('idempotency_key_required');
      return next(call);
    }
    request.record.isKeyed = true;
    const owner = callerKey(caller, request.clientAddress);
    const print = this.printOf(call);
    const claimed = await this.calls.claim({
      caller: owner,
      key,
      route: route.id,
      print,
      facts: factsOf(call, owner),
    });
    if (claimed instanceof KeyedCall) return this.make(call, next, claimed, key);
    return this.repeat(call, claimed, key);
  }

  private async make(call: RowCall, next: Next, claim: KeyedCall, key: string): Promise<RowAnswer> {
    this.metrics.keyedCalls.inc({ result: 'made' });
    call.claim = claim;
    if (call.route.row.upload !== undefined) call.bodyHash = this.prints.bodyHash(claim.print.keyId);
    let answer: RowAnswer;
    try {
      answer = await next(call);
    } catch (error) {
      if (isUntouched(error, call.request.record)) {
        await claim.release();
        throw error;
      }
      return this.lose(call, claim, key, error);
    }
    const judgement = judge(call, answer);
    if (judgement === 'untouched') {
      await claim.release();
      return answer;
    }
    if (judgement === 'unknown') return this.lose(call, claim, key, refusalOf(call, answer));
    await claim.settle(outcomeOf(call, answer, judgement), printAfter(call, claim));
    const print = printAfter(call, claim);
    await this.conflicts.look(call, answer, (keyId) => (keyId === print.keyId ? print : this.printOf(call, keyId)));
    return answer;
  }

  private async lose(call: RowCall, claim: KeyedCall, key: string, cause?: unknown): Promise<never> {
    this.metrics.keyedCalls.inc({ result: 'lost' });
    await claim.lose(printAfter(call, claim));
    throw unknown(call, key, cause);
  }

  private async repeat(call: RowCall, known: KnownCall, key: string): Promise<RowAnswer> {
    const { record, outcome } = known;
    const first = Fingerprint.read(record.print);
    const again = this.printOf(call, first.keyId);
    // Where the key of the hash is gone, so is that of the answer: nothing can be said of either.
    if (again === undefined) throw unknown(call, key);
    this.refuseOther(first, again);
    if (record.state !== 'done' && record.leaseLeftMs > 0) {
      this.metrics.keyedCalls.inc({ result: 'in_progress' });
      throw new Problem('idempotency_in_progress', { headers: ASK_AGAIN });
    }
    // A form is compared when it was read, and only with one that was read as well.
    if (call.route.row.upload !== undefined && first.body !== undefined) {
      const body = await readForm(call, this.prints.bodyHash(first.keyId));
      if (body !== undefined) this.refuseOther(first, again.withBody(body));
    }
    if (outcome === undefined) throw unknown(call, key);
    this.metrics.keyedCalls.inc({ result: 'replayed' });
    return replay(call, outcome, key);
  }

  private refuseOther(first: Fingerprint, again: Fingerprint): void {
    if (first.matches(again)) return;
    this.metrics.keyedCalls.inc({ result: 'reused' });
    throw new Problem('idempotency_key_reused');
  }

  private printOf(call: RowCall): Fingerprint;
  private printOf(call: RowCall, keyId: string): Fingerprint | undefined;
  private printOf(call: RowCall, keyId?: string): Fingerprint | undefined {
    const { request, route } = call;
    const body = route.row.upload === undefined ? (request.rawBody ?? '') : undefined;
    const print = this.prints.of(headOf(call), body, keyId);
    if (print === undefined && keyId === undefined) throw new Error('settings were not validated: no session key');
    return print;
  }
}

/** With what is known of a form now that it was read. */
function printAfter({ upload }: RowCall, { print }: KeyedCall): Fingerprint {
  const body = upload?.body.digest;
  return body === undefined ? print : print.withBody(body);
}

function unknown({ route, caller }: RowCall, key: string, cause?: unknown): Problem {
  return new Problem('outcome_unknown', {
    upstream: route.target.name,
    // Nobody in particular may not ask.
    ...(caller.kind !== 'public' && { headers: { location: outcomePath(key) } }),
    ...(cause instanceof Problem && cause.options.errors !== undefined && { errors: cause.options.errors }),
    cause: cause instanceof Problem ? (cause.options.cause ?? cause) : cause,
  });
}
