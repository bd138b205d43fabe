import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../storage/eventually.js';
import { ask } from './redis-client.js';
import { RedisServer } from './redis-server.js';

const NAME = 'migo';
const SENTINELS = 3;
/** Sentinels that could not agree try again after twice their `failover-timeout`. */
const ELECTION_MS = 60_000;
const PERSISTENT = ['--save', '', '--appendonly', 'yes', '--repl-diskless-sync-delay', '0'];

/** A primary with a replica, and three Sentinels that promote it. */
export class RedisSentinels {
  private constructor(
    public primary: RedisServer,
    public replica: RedisServer,
    private readonly sentinels: readonly RedisServer[],
  ) {}

  static async start(): Promise<RedisSentinels> {
    const primary = await RedisServer.start([...PERSISTENT, '--dir', newFolder()]);
    const follow = ['--replicaof', '127.0.0.1', String(primary.port)];
    const replica = await RedisServer.start([...PERSISTENT, '--dir', newFolder(), ...follow]);
    await eventually(() => isReplica(replica));
    const sentinels = await Promise.all(Array.from({ length: SENTINELS }, () => startSentinel(primary.port)));
    const started = new RedisSentinels(primary, replica, sentinels);
    await eventually(async () => {
      const known = await Promise.all(sentinels.map((one) => ask(one, 'SENTINEL', 'MASTER', NAME)));
      return known.every((facts) => hasPairs(facts, { 'num-slaves': '1', 'num-other-sentinels': '2' }));
    });
    return started;
  }

  /** As the settings of a gateway. */
  get settings(): { sentinels: { host: string; port: number }[]; name: string } {
    return { sentinels: this.sentinels.map(({ address }) => address), name: NAME };
  }

  /** Whether the Sentinels send clients to the replica. */
  async isPromoted(): Promise<boolean> {
    const answers = await Promise.all(
      this.sentinels.map((one) => ask(one, 'SENTINEL', 'get-master-addr-by-name', NAME)),
    );
    return answers.some((answer) => Array.isArray(answer) && Number(answer[1]) === this.replica.port);
  }

  /** Whether what was the primary is a replica by now. */
  isDemoted(): Promise<boolean> {
    return isReplica(this.primary);
  }

  /** The primary is killed; once the replica has its place it comes back as the replica of that, and they have changed roles. */
  async failOver(): Promise<void> {
    const { primary: old, replica: promoted, sentinels } = this;
    await old.stop();
    await eventually(() => this.isPromoted(), ELECTION_MS);
    await old.run();
    // The Sentinels would say so themselves, ten seconds later.
    await ask(old, 'REPLICAOF', '127.0.0.1', String(promoted.port));
    [this.primary, this.replica] = [promoted, old];
    await eventually(() => isReplica(old), ELECTION_MS);
    await eventually(async () => {
      const masters = await Promise.all(sentinels.map((one) => ask(one, 'SENTINEL', 'MASTER', NAME)));
      if (!masters.every((facts) => hasPairs(facts, { port: String(promoted.port) }))) return false;
      const replicas = await Promise.all(sentinels.map((one) => ask(one, 'SENTINEL', 'REPLICAS', NAME)));
      return !JSON.stringify(replicas).includes('down,');
    }, ELECTION_MS);
  }

  async stop(): Promise<void> {
    const all = [...this.sentinels, this.primary, this.replica];
    for (const server of all) server.resume();
    await Promise.all(all.map((server) => server.stop()));
  }
}

async function isReplica(server: RedisServer): Promise<boolean> {
  return String(await ask(server, 'INFO', 'replication')).includes('master_link_status:up');
}

function startSentinel(primary: number): Promise<RedisServer> {
  const folder = newFolder();
  const file = join(folder, 'sentinel.conf');
  const lines = [
    `dir ${folder}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${primary} 2`,
    `sentinel down-after-milliseconds ${NAME} 1000`,
    `sentinel failover-timeout ${NAME} 5000`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return RedisServer.start([file, '--sentinel']);
}

function hasPairs(facts: unknown, wanted: Readonly<Record<string, string>>): boolean {
  const flat = Array.isArray(facts) ? facts.map(String) : [];
  return Object.entries(wanted).every(([name, value]) => flat[flat.indexOf(name) + 1] === value);
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'redis-'));
}
