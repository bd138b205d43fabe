import { Inject, Injectable } from '@nestjs/common';
import { callerKey, type Caller } from '../../auth/callers/caller.js';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { Settings } from '../../config/settings.js';
import { Metrics } from '../../observability/metrics.js';
import { RouteRegistry } from '../../policy/route.registry.js';
import type { PreparedRoute } from '../../routes/prepared-route.js';
import { KeyValueStore } from '../../storage/key-value-store.js';
import { bodyFor } from '../answer/delivery.js';
import type { RowAnswer, RowCall } from '../row-call.js';
import { cacheDirectives } from './cache-directives.js';
import { Change } from './change.js';
import { KeptAnswers, type WholeAnswer } from './kept-answers.js';

type Next = (call: RowCall) => Promise<RowAnswer>;

const MEBIBYTE = 1_048_576;
/** Larger ones stream past. */
const MOST_BYTES = 65_536;
/** Milliseconds that a call may last beside its two deadlines: it waits for a token, and is made again with it. */
const MORE_MS = 60_000;

/** Answers of rows with `cache: 'reference'`, kept for a moment for whom they were given to: docs/reference-data.md. */
@Injectable()
export class ReferenceData {
  private readonly kept: KeptAnswers;
  private readonly keptMs: number;
  /** Settings of partners, as they were read: other ones may stand for other credentials. */
  private readonly readings = new WeakMap<PartnerSettings, number>();
  private lastReading = 0;
  private databases: ReadonlySet<string> | undefined;

  constructor(
    @Inject(KeyValueStore) private readonly store: Pick<KeyValueStore, 'generations'>,
    @Inject(RouteRegistry) private readonly registry: Pick<RouteRegistry, 'all'>,
    @Inject(Metrics) private readonly metrics: Pick<Metrics, 'referenceReads'>,
    @Inject(Settings) { reference }: Pick<Settings, 'reference'>,
  ) {
    this.keptMs = reference.seconds * 1000;
    this.kept = new KeptAnswers(this.keptMs, reference.mebibytes * MEBIBYTE);
  }

  /** The answer that the caller was given before, where it still holds; else a new one. */
  async read(call: RowCall, next: Next): Promise<RowAnswer> {
    if (this.keptMs === 0 || call.caller.kind === 'public') return next(call);
    const askedAt = performance.now();
    const generation = await this.generationOf(call);
    const { noCache, noStore, maxAge } = cacheDirectives(call.request.headers);
    const key = this.keyOf(call);
    const isPast = noCache || noStore;
    const found = generation === undefined || isPast ? undefined : this.kept.find(key, generation, maxAge * 1000);
    this.metrics.referenceReads.inc({
      result: generation === undefined ? 'off' : found !== undefined ? 'hit' : isPast ? 'past' : 'miss',
    });
    if (found !== undefined) {
      call.request.record.cache = 'hit';
      return { ...found.answer, ageMs: found.ageMs };
    }
    const answer = await next(call);
    if (generation !== undefined && !noStore && mayBeKept(call, answer, this.keptMs))
      this.kept.keep(key, { answer, generation, askedAt });
    return answer;
  }

  /** Makes a call that may change what was kept, and tells every replica before it tells the caller. */
  async change(call: RowCall, next: Next): Promise<RowAnswer> {
    const { caller, route } = call;
    if (!this.concerns(route)) return next(call);
    const change = new Change({
      generations: this.store.generations,
      place: placeOf(caller.partner.id, route),
      lifeMs: 2 * route.deadlineMs + MORE_MS,
      // It changes no reference data, and whoever pays must not wait for those who read.
      heldMs: route.row.money === true ? 0 : this.keptMs,
    });
    await change.begin();
    try {
      return await next(call);
    } finally {
      await change.end();
    }
  }

  /** Ends a change whose outcome was not known, and is now. */
  async settled(partner: string, route: PreparedRoute): Promise<void> {
    if (!this.concerns(route)) return;
    const place = placeOf(partner, route);
    await new Change({ generations: this.store.generations, place, lifeMs: 0, heldMs: this.keptMs }).end();
  }

  private concerns({ target }: PreparedRoute): boolean {
    this.databases ??= new Set(
      this.registry.all.filter(({ row }) => row.cache !== undefined).map((route) => route.target.database),
    );
    return this.keptMs > 0 && this.databases.has(target.database);
  }

  private async generationOf({ caller, route }: RowCall): Promise<string | undefined> {
    // Where the store is away, nobody knows what was written.
    return this.store.generations.read(placeOf(caller.partner.id, route)).catch(() => undefined);
  }

  /** Key of a read: who asks with whose credential for what. */
  private keyOf({ caller, route, path }: RowCall): string {
    return JSON.stringify([this.readingOf(caller), callerKey(caller, ''), route.id, path]);
  }

  private readingOf({ partner }: Caller): number {
    const known = this.readings.get(partner) ?? (this.lastReading += 1);
    this.readings.set(partner, known);
    return known;
  }
}

function placeOf(partner: string, { target }: PreparedRoute): string {
  return `${partner}:${target.database}`;
}

/** Whether it may be given for `keptMs`, which is never longer than Migo says that it is fresh (RFC 9111, section 4.2). */
function mayBeKept({ handling }: RowCall, answer: RowAnswer, keptMs: number): answer is WholeAnswer {
  if (answer.kind !== 'whole' || answer.status !== 200 || answer.body.length > MOST_BYTES) return false;
  const { noCache, noStore, maxAge } = cacheDirectives(answer.headers);
  const freshMs = (maxAge - (Number(answer.headers['age']) || 0)) * 1000;
  return !noCache && !noStore && freshMs >= keptMs && bodyFor(handling.answer, answer) !== undefined;
}
