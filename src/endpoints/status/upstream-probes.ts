import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { CallOutcome } from '../../clients/transport/upstream-health.js';
import type { UpstreamTransport } from '../../clients/transport/upstream-transport.js';
import { UPSTREAMS } from '../../clients/upstreams.js';
import { isRecord, numberField, textField } from '../../common/json.js';
import { Settings } from '../../config/settings.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import type { EncryptedRecords } from '../../storage/encrypted-records.js';
import { KeyValueStore } from '../../storage/key-value-store.js';
import { RecordsFactory } from '../../storage/records.factory.js';
import { sharedClock } from '../../storage/shared-clock.js';

/** At most one probe of an upstream in so many milliseconds, over all replicas; and none while calls tell of it. */
const EVERY_MS = 15_000;
/** How long a health read may take, in milliseconds: longer than one that is called slow. */
const PROBE_MS = 3000;
const POLL_MS = 100;

interface Probe {
  /** Milliseconds since the epoch. */
  at: number;
  outcomes: readonly CallOutcome[];
}

/** The health reads of upstreams: made when somebody asks how one is, and only where no recent call tells it. */
@Injectable()
export class UpstreamProbes {
  private readonly running = new Map<UpstreamName, Promise<void>>();
  private readonly last = new Map<UpstreamName, Probe>();
  private readonly records: EncryptedRecords<Probe>;

  constructor(
    @Inject(KeyValueStore) private readonly store: KeyValueStore,
    records: RecordsFactory,
    private readonly settings: Settings,
  ) {
    this.records = records.create({ name: 'probe', parse: parseProbe, firstVersion: () => sharedClock.now() });
  }

  /** Resolves when what is known of the upstream is not old. Never throws. */
  refresh(transport: UpstreamTransport): Promise<void> {
    const running = this.running.get(transport.name);
    if (running !== undefined) return running;
    const look = this.look(transport).finally(() => this.running.delete(transport.name));
    this.running.set(transport.name, look);
    return look;
  }

  lastOf(name: UpstreamName): Probe | undefined {
    return this.last.get(name);
  }

  private async look(transport: UpstreamTransport): Promise<void> {
    const paths = UPSTREAMS[transport.name].healthReads(this.settings.upstreams);
    if (paths.length === 0 || isFresh(transport.health.recent().at(-1))) return;
    // Where the store is away, every replica is on its own.
    const isOurs = await this.store.acquireLease(`probe:${transport.name}`, randomUUID(), EVERY_MS).catch(() => true);
    if (!isOurs && (await this.adopt(transport))) return;
    const outcomes = await Promise.all(paths.map((path) => transport.probe(path, PROBE_MS)));
    await this.share(transport.name, { at: sharedClock.now(), outcomes });
  }

  /** Takes over what another replica has found, or is about to find. */
  private async adopt({ name, health }: UpstreamTransport): Promise<boolean> {
    const giveUpAt = performance.now() + PROBE_MS;
    while (performance.now() < giveUpAt) {
      const probe = await this.records.readFresh(name).then(
        ({ record }) => record,
        () => undefined,
      );
      if (isFresh(probe)) {
        this.last.set(name, probe);
        probe.outcomes.forEach((outcome) => {
          health.add(outcome);
        });
        return true;
      }
      await sleep(POLL_MS);
    }
    return false;
  }

  private async share(name: UpstreamName, record: Probe): Promise<void> {
    this.last.set(name, record);
    try {
      const { version } = await this.records.readFresh(name);
      await this.records.write(name, version, { record, ttlMs: EVERY_MS });
    } catch {
      // Other replicas learn nothing of it, and probe by themselves.
    }
  }
}

function isFresh<Told extends { at: number }>(told: Told | undefined): told is Told {
  return told !== undefined && told.at > sharedClock.now() - EVERY_MS;
}

function parseProbe(value: unknown): Probe | undefined {
  const at = numberField(value, 'at');
  const list = isRecord(value) ? value['outcomes'] : undefined;
  if (at === undefined || !Array.isArray(list)) return undefined;
  const outcomes = list.flatMap((entry: unknown): CallOutcome[] => {
    const [time, ms, failed] = [numberField(entry, 'at'), numberField(entry, 'ms'), textField(entry, 'failed')];
    return time === undefined
      ? []
      : [{ at: time, ...(ms !== undefined && { ms }), ...(failed !== undefined && { failed }) }];
  });
  return { at, outcomes };
}
