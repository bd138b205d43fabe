import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '../storage/eventually.js';
import { FaultTrial, momentOf, PER_SECOND } from '../support/fault-trial.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisServer } from '../support/redis-server.js';

const LONG_MS = 120_000;

async function restart(servers: readonly RedisServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
  await pause(1000);
  await Promise.all(servers.map((server) => server.run()));
}

async function halt(servers: readonly RedisServer[], ms: number): Promise<number> {
  for (const server of servers) server.pause();
  await pause(ms);
  for (const server of servers) server.resume();
  return performance.now();
}

describe(`Redis goes and comes back under ${PER_SECOND} requests a second`, () => {
  let redis: RedisServer | RedisCluster | undefined;
  let trial: FaultTrial;
  beforeEach(() => {
    trial = new FaultTrial();
  });
  afterEach(async () => {
    await trial.stop();
    await redis?.stop();
  });

  it(
    'a single server',
    async () => {
      const server = await RedisServer.start([
        ...['--appendonly', 'yes'],
        ...['--dir', mkdtempSync(join(tmpdir(), 'redis-'))],
      ]);
      redis = server;
      await trial.start({ url: server.url });
      await trial.survive('single, restarted', async () => {
        await restart([server]);
        return performance.now();
      });
      await trial.survive('single, paused for 3 s', () => halt([server], 3000));
      await trial.expectEverySession();
    },
    LONG_MS,
  );

  it(
    'every node of a Cluster',
    async () => {
      const cluster = await RedisCluster.start();
      redis = cluster;
      await trial.start(cluster.settings);
      await trial.survive('Cluster, all nodes restarted', async () => {
        await restart(cluster.nodes);
        return momentOf(() => cluster.isWhole());
      });
      await trial.survive('Cluster, all nodes paused for 3 s', () => halt(cluster.nodes, 3000));
      await trial.expectEverySession();
    },
    LONG_MS,
  );
});
