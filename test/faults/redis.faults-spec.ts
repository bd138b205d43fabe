import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '../storage/eventually.js';
import { FaultTrial, momentOf } from '../support/fault-trial.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import { RedisServer } from '../support/redis-server.js';
import { PER_SECOND } from '../support/scale.js';

const LONG_MS = 120_000;
/** Longer than the gateway waits on a connection before it makes a new one. */
const OUTAGE_MS = 5000;

async function restart(servers: readonly RedisServer[]): Promise<number> {
  await Promise.all(servers.map((server) => server.stop()));
  await pause(OUTAGE_MS);
  await Promise.all(servers.map((server) => server.run()));
  return performance.now();
}

async function halt(servers: readonly RedisServer[]): Promise<number> {
  for (const server of servers) server.pause();
  await pause(OUTAGE_MS);
  for (const server of servers) server.resume();
  return performance.now();
}

/** The old primary goes on as soon as there is a new one, and believes for a while that it still is what it was. */
async function haltUntil(primary: RedisServer, isPromoted: () => Promise<boolean>): Promise<number> {
  primary.pause();
  const promotedAt = await momentOf(isPromoted);
  primary.resume();
  return promotedAt;
}

describe(`Redis goes and comes back under ${PER_SECOND} requests a second`, () => {
  let trial: FaultTrial;
  afterEach(() => trial.stop());

  it(
    'a single server, restarted and paused',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'redis-'));
      const server = await RedisServer.start(['--appendonly', 'yes', '--dir', folder]);
      trial = await FaultTrial.start(server);
      await trial.survive('single, restarted', () => restart([server]));
      await trial.survive('single, paused', () => halt([server]));
      await trial.expectEverySession();
    },
    LONG_MS,
  );

  it(
    'every node of a Cluster, restarted and paused',
    async () => {
      const cluster = await RedisCluster.start();
      trial = await FaultTrial.start(cluster);
      await trial.survive('Cluster, all nodes restarted', async () => {
        await restart(cluster.nodes);
        return momentOf(() => cluster.isWhole());
      });
      await trial.survive('Cluster, all nodes paused', () => halt(cluster.nodes));
      await trial.expectEverySession();
    },
    LONG_MS,
  );

  it(
    'one primary of a Cluster is paused: the slots of the others are served, and its own by its replica',
    async () => {
      const cluster = await RedisCluster.start();
      trial = await FaultTrial.start(cluster);
      const served = await trial.survive('Cluster, one primary paused', () =>
        haltUntil(cluster.primary(0), () => cluster.isPromoted(0)),
      );
      // A request reads a session and its token: with two thirds of two thirds, nothing of it lies on that node.
      expect(served).toBeGreaterThan(0.4);
      await trial.expectEverySession();
    },
    LONG_MS,
  );

  it(
    'the primary of Sentinels is paused until they promote another: what is written to it from then on would be lost',
    async () => {
      const sentinels = await RedisSentinels.start();
      trial = await FaultTrial.start(sentinels);
      await trial.survive('Sentinels, primary paused', () =>
        haltUntil(sentinels.primary, () => sentinels.isPromoted()),
      );
      const later = await trial.client.logIn();
      await momentOf(() => sentinels.isDemoted());
      expect((await later.get('/v1/auth/session')).status).toBe(200);
      await trial.expectEverySession();
    },
    LONG_MS,
  );
});
