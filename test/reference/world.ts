import type { Scheduler } from 'fast-check';
import { UpstreamError } from '../../src/clients/transport/upstream-error.js';
import { problemOfFailure } from '../../src/clients/transport/upstream-problem.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { answerHandlingOf } from '../../src/forwarding/answer/modes.js';
import { ReferenceData } from '../../src/forwarding/reference/reference-data.js';
import type { RowAnswer, RowCall } from '../../src/forwarding/row-call.js';
import { planRoutes } from '../../src/modules/plans/plans.routes.js';
import { Metrics } from '../../src/observability/metrics.js';
import { type PreparedRoute, prepareRoute } from '../../src/routes/prepared-route.js';
import { MemoryGenerations } from '../../src/storage/generations/memory.generations.js';
import type { Announcement, Generations } from '../../src/storage/generations/generations.js';
import { StoreUnavailableError } from '../../src/storage/key-value-store.js';

/** What becomes of a write at Migo. `late`: it has its effect after it was given up, and evidence settles that. */
export type Fate = 'made' | 'lost' | 'unsent' | 'late';

const settings = loadSettings({ env: {}, directory: 'config' });
const metrics = new Metrics();
const [partner] = settings.partners;
if (partner === undefined) throw new Error('no partner');

function routeOf(name: string): PreparedRoute {
  const row = planRoutes.rows[name];
  if (row === undefined) throw new Error(`no row ${name}`);
  return prepareRoute({ capability: 'plans', name, row, target: planRoutes.target }, settings);
}
const READ = routeOf('listPlans');
const WRITE = routeOf('updatePlan');
const REGISTRY = { all: [READ, WRITE] };
const HANDLING = { answer: answerHandlingOf(READ.row) } as RowCall['handling'];

/** The time of all replicas: it passes where a schedule says so, and where somebody sleeps. */
export class VirtualTime {
  private at = performance.now();
  private scheduler: Scheduler | undefined;

  private readonly now = performance.now.bind(performance);
  private readonly setTimeout = globalThis.setTimeout;

  constructor() {
    performance.now = () => this.at;
    globalThis.setTimeout = ((wake: () => void, ms = 0) => {
      const until = this.at + ms;
      void this.scheduler?.schedule(Promise.resolve(), `sleep ${ms}`).then(() => {
        this.at = Math.max(this.at, until);
        wake();
      });
      return 0;
    }) as unknown as typeof setTimeout;
  }

  /** Of one world. */
  runBy(scheduler: Scheduler): void {
    this.scheduler = scheduler;
  }

  pass(ms: number): void {
    this.at += ms;
  }

  end(): void {
    performance.now = this.now;
    globalThis.setTimeout = this.setTimeout;
  }
}

type Things = [key: string, thing: { generation: string; writers: Map<string, number> }][];

/** A Redis whose replica lags: a failover forgets what was written last. */
class LaggingGenerations extends MemoryGenerations {
  private readonly before: Things[] = [];

  override begin(key: string, writer: string, lifeMs: number): Promise<Announcement> {
    this.before.push(this.copy());
    return super.begin(key, writer, lifeMs);
  }

  override end(key: string, writer: string): Promise<void> {
    this.before.push(this.copy());
    return super.end(key, writer);
  }

  failOver(): void {
    const [oldest = []] = this.before.splice(-3);
    this.things.clear();
    for (const [key, thing] of oldest) this.things.set(key, thing);
  }

  private copy(): Things {
    return structuredClone([...this.things.entries()]);
  }
}

/** One replica. Its commands take their time, in any order; some fail, before or after they were done. */
class Replica implements Generations {
  isDead = false;
  /** Commands to come that fail. */
  cuts = 0;
  readonly reference: ReferenceData;
  private connection = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly redis: LaggingGenerations,
  ) {
    this.reference = new ReferenceData({ generations: this }, REGISTRY, metrics, {
      reference: { seconds: 1, mebibytes: 1 },
    });
  }

  async read(key: string): Promise<string | undefined> {
    const { connection } = this;
    const found = await this.command('read', () => this.redis.read(key));
    return found === undefined ? undefined : `${connection}:${found}`;
  }

  async begin(key: string, writer: string, lifeMs: number): Promise<Announcement> {
    const { connection } = this;
    await this.command('begin', () => this.redis.begin(key, writer, lifeMs));
    return { stands: () => connection === this.connection };
  }

  end(key: string, writer: string): Promise<void> {
    return this.command('end', () => this.redis.end(key, writer));
  }

  /** Whoever talked to the old primary has lost his connection. */
  reconnect(): void {
    this.connection += 1;
  }

  async step(label: string): Promise<void> {
    await this.scheduler.schedule(Promise.resolve(), label);
    if (this.isDead) await new Promise(() => undefined);
  }

  private async command<T>(label: string, run: () => Promise<T>): Promise<T> {
    const { connection } = this;
    await this.step(label);
    const isCut = this.cuts > 0;
    if (isCut) this.cuts -= 1;
    if (connection !== this.connection || (isCut && this.cuts % 2 === 0)) throw away();
    const result = await run();
    await this.step(`${label} told`);
    if (connection !== this.connection || isCut) throw away();
    return result;
  }
}

function away(): StoreUnavailableError {
  return new StoreUnavailableError(new Error('cut'));
}

/** Replicas before one Redis and one Migo, whose list has a version. */
export class World {
  /** Reads by where their answers came from. */
  readonly seen = new Set<string>();
  private version = 0;
  private readonly redis = new LaggingGenerations();
  private readonly replicas: readonly Replica[];

  constructor(
    private readonly scheduler: Scheduler,
    count: number,
  ) {
    this.replicas = Array.from({ length: count }, () => new Replica(scheduler, this.redis));
  }

  crash(index: number): void {
    this.at(index).isDead = true;
  }

  cut(index: number, commands: number): void {
    this.at(index).cuts += commands;
  }

  failOver(): void {
    this.redis.failOver();
    for (const replica of this.replicas) replica.reconnect();
  }

  /** The version that a caller is shown. */
  async read(index: number, client: string, isFresh: boolean): Promise<number> {
    const replica = this.at(index);
    const call = callOf(READ, client, isFresh ? { 'cache-control': 'no-cache' } : {});
    const answer = await replica.reference.read(call, async () => {
      await replica.step('migo reads');
      const { version } = this;
      await replica.step('migo has read');
      return whole(version);
    });
    if (answer.kind !== 'whole') throw new Error('no answer');
    this.seen.add(call.request.record.cache ?? 'new');
    return (JSON.parse(answer.body.toString()) as { data: number }).data;
  }

  /** The version that everybody must be shown once this has come to its end. */
  async write(index: number, fate: Fate): Promise<number> {
    const replica = this.at(index);
    let made = 0;
    const migo = async (): Promise<void> => {
      await this.scheduler.schedule(Promise.resolve(), `migo ${fate}`);
      made = this.version += 1;
    };
    const written = replica.reference.change(callOf(WRITE, 'billing'), async () => {
      await replica.step('migo is asked');
      if (fate === 'made' || fate === 'lost') await migo();
      await replica.step('migo has answered');
      if (fate === 'made') return whole(made);
      throw problemOfFailure(new UpstreamError('middleware', 'cut', fate !== 'unsent'), { movesMoney: false });
    });
    await written.catch(() => undefined);
    if (fate !== 'late') return made;
    await migo();
    await this.at(index + 1).reference.settled(partner?.id ?? '', WRITE);
    return made;
  }

  private at(index: number): Replica {
    const replica = this.replicas[index % this.replicas.length];
    if (replica === undefined) throw new Error('no replica');
    return replica;
  }
}

function whole(version: number): RowAnswer {
  return { kind: 'whole', status: 200, headers: {}, body: Buffer.from(`{"success":true,"data":${version}}`) };
}

function callOf(route: PreparedRoute, clientId: string, headers = {}): RowCall {
  return {
    route,
    handling: HANDLING,
    caller: { kind: 'service', partner, clientId, scopes: ['*'] },
    request: { headers, record: { startedAt: 0 } },
    path: '/v1/plans/list',
  } as unknown as RowCall;
}
