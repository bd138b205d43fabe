import type { Scheduler } from 'fast-check';
import { loadSettings } from '../../src/config/settings.loader.js';
import { UpstreamError } from '../../src/clients/transport/upstream-error.js';
import { problemOfFailure } from '../../src/clients/transport/upstream-problem.js';
import { answerHandlingOf } from '../../src/forwarding/answer/modes.js';
import { CallOnce } from '../../src/forwarding/once/call-once.js';
import { Conflicts } from '../../src/forwarding/once/conflicts.js';
import type { RowAnswer, RowCall } from '../../src/forwarding/row-call.js';
import { Fingerprints } from '../../src/idempotency/fingerprint.js';
import { KeyedCalls } from '../../src/idempotency/keyed-calls.js';
import { OutcomeStore } from '../../src/idempotency/outcome-store.js';
import { transferRoutes } from '../../src/modules/transfers/transfers.routes.js';
import { Metrics } from '../../src/observability/metrics.js';
import { prepareRoute } from '../../src/routes/prepared-route.js';
import type { ClaimPlace, ClaimRecord, Claims, ClaimStep, NewClaim } from '../../src/storage/claims/claims.js';
import { MemoryClaims } from '../../src/storage/claims/memory.claims.js';
import { MemoryStore } from '../../src/storage/memory.store.js';
import { RecordCipher } from '../../src/storage/record-cipher.js';
import { sharedClock } from '../../src/storage/shared-clock.js';

/** What becomes of a call at Migo. */
export type Fate = 'made' | 'lost' | 'unsent' | 'refused token';

export interface Sent {
  replica: number;
  caller: string;
  key: string;
  body: string;
  fate: Fate;
}

const settings = loadSettings({ env: {}, directory: 'config' });
const STORE = new MemoryStore();
const cipher = new RecordCipher(settings);
const metrics = new Metrics();
const row = transferRoutes.rows['createTransfer'];
const [partner] = settings.partners;
if (row === undefined || partner === undefined) throw new Error('no row or partner');
const route = prepareRoute(
  { capability: 'transfers', name: 'createTransfer', row, target: transferRoutes.target },
  settings,
);
const handling = { answer: answerHandlingOf(row) } as RowCall['handling'];

/** A Redis whose replica lags: a failover forgets every step that was not waited for. */
class LaggingClaims extends MemoryClaims {
  private readonly forget: (() => void)[] = [];

  override async move(place: ClaimPlace, step: ClaimStep): Promise<boolean> {
    const before = (await super.read(place.key)).get(place.route);
    const moved = await super.move(place, step);
    const isAcknowledged = step.to === 'sent' && !step.from.includes('sent');
    if (moved && before !== undefined && !isAcknowledged) this.forget.push(() => void this.restore(place, before));
    return moved;
  }

  failOver(): void {
    for (const undo of this.forget.splice(0).reverse()) undo();
  }

  private async restore(place: ClaimPlace, { state, owner, print, facts, leaseLeftMs }: ClaimRecord): Promise<void> {
    await super.move(place, { from: ['claimed', 'sent', 'unknown', 'done'], keepMs: 1 });
    await super.claim(place, { owner, print, facts, leaseMs: Math.max(1, leaseLeftMs), keepMs: 86_400_000 });
    if (state !== 'claimed')
      await super.move(place, { from: ['claimed'], to: state, leaseMs: Math.max(0, leaseLeftMs), keepMs: 86_400_000 });
  }
}

const CLAIMS = new LaggingClaims();
let worlds = 0;

/** What one replica sees of it: commands take their time, in any order, and none comes back to a process that is dead. */
class RemoteClaims implements Claims {
  constructor(
    private readonly claims: Claims,
    private readonly replica: Replica,
  ) {}

  claim(place: ClaimPlace, claim: NewClaim): Promise<ClaimRecord | undefined> {
    return this.replica.step('claim', () => this.claims.claim(place, claim));
  }

  move(place: ClaimPlace, step: ClaimStep): Promise<boolean> {
    return this.replica.step(`to ${step.to ?? 'free'}`, () => this.claims.move(place, step));
  }

  read(key: string): Promise<ReadonlyMap<string, ClaimRecord>> {
    return this.replica.step('read', () => this.claims.read(key));
  }
}

class Replica {
  isDead = false;
  readonly once: CallOnce;
  private readonly calls: KeyedCalls;

  constructor(
    private readonly scheduler: Scheduler,
    claims: Claims,
  ) {
    // One for all: what it is made of is large, and of it only the index is used.
    const store = Object.assign(Object.create(STORE) as MemoryStore, { claims: new RemoteClaims(claims, this) });
    const outcomes = new OutcomeStore(store, cipher);
    this.calls = new KeyedCalls(outcomes);
    this.once = new CallOnce(this.calls, new Fingerprints(cipher), new Conflicts(outcomes, metrics), metrics, settings);
  }

  async step<T>(label: string, run: () => Promise<T>): Promise<T> {
    await this.scheduler.schedule(Promise.resolve(), label);
    if (this.hasDied()) return never();
    const result = await run();
    await this.scheduler.schedule(Promise.resolve(), `${label} told`);
    return this.hasDied() ? never() : result;
  }

  /** It may have died while it waited. */
  private hasDied(): boolean {
    return this.isDead;
  }

  end(): void {
    this.calls.onApplicationShutdown();
  }
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

/** Replicas before one Redis and one Migo, which counts. */
export class World {
  readonly sent: Sent[] = [];
  private readonly claims = CLAIMS;
  /** Keys of one world are not those of another. */
  private readonly name = String((worlds += 1));
  private readonly replicas: readonly Replica[];
  private skippedMs = 0;

  constructor(
    private readonly scheduler: Scheduler,
    count: number,
  ) {
    this.replicas = Array.from({ length: count }, () => new Replica(scheduler, this.claims));
  }

  crash(replica: number): void {
    this.at(replica).isDead = true;
  }

  /** Time passes for everybody. */
  pass(ms: number): void {
    this.skippedMs += ms;
    sharedClock.follow(sharedClock.now() + ms, performance.now());
  }

  failOver(): void {
    this.claims.failOver();
  }

  /** The answer's text, or the code of a problem; undefined where the replica died. */
  call(index: number, { caller, key, body, fate }: Omit<Sent, 'replica'>): Promise<RowAnswer> {
    const replica = this.at(index);
    const call = {
      route,
      handling,
      caller: { kind: 'service', partner, clientId: caller, scopes: ['*'] },
      request: {
        id: 'request',
        clientAddress: '',
        headers: { 'idempotency-key': `${key}-${this.name}` },
        rawBody: Buffer.from(body),
        body: JSON.parse(body),
        params: {},
        query: {},
        record: { startedAt: 0 },
      },
      path: '/cards/transfer',
    } as unknown as RowCall;
    return replica.once.run(call, (made) =>
      replica.step('credential', async () => {
        await made.claim?.sent();
        return this.migo(made, { replica: index, caller, key, body, fate });
      }),
    );
  }

  end(): void {
    for (const replica of this.replicas) replica.end();
    this.claims.failOver();
    sharedClock.follow(sharedClock.now() - this.skippedMs, performance.now());
  }

  private async migo(call: RowCall, sent: Sent): Promise<RowAnswer> {
    this.sent.push(sent);
    const { record } = call.request;
    await this.scheduler.schedule(Promise.resolve(), `migo ${sent.fate}`);
    record.sent = sent.fate === 'made' || sent.fate === 'lost';
    if (sent.fate === 'made') {
      const text = `{"success":true,"data":${JSON.stringify([sent.caller, sent.key, sent.body])}}`;
      return { kind: 'whole', status: 201, headers: {}, body: Buffer.from(text) };
    }
    throw problemOfFailure(new UpstreamError('wallet', 'cut', sent.fate === 'lost'), { movesMoney: true });
  }

  private at(index: number): Replica {
    const replica = this.replicas[index % this.replicas.length];
    if (replica === undefined) throw new Error('no replica');
    return replica;
  }
}
