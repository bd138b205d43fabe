import { FaultTrial, momentOf } from '../support/fault-trial.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { RedisSentinels } from '../support/redis-sentinels.js';
import { PER_SECOND } from '../support/scale.js';

const LONG_MS = 120_000;

describe(`a primary is killed under ${PER_SECOND} requests a second, and its replica takes over`, () => {
  let trial: FaultTrial;
  afterEach(() => trial.stop());

  it(
    'by Sentinels',
    async () => {
      const sentinels = await RedisSentinels.start();
      trial = await FaultTrial.start(sentinels);
      await trial.survive('Sentinels, primary killed', async () => {
        await sentinels.primary.stop();
        return momentOf(() => sentinels.isPromoted());
      });
      await trial.expectEverySession();
    },
    LONG_MS,
  );

  it(
    'in a Cluster',
    async () => {
      const cluster = await RedisCluster.start();
      trial = await FaultTrial.start(cluster);
      await trial.survive('Cluster, primary killed', async () => {
        await cluster.primary(0).stop();
        return momentOf(() => cluster.isPromoted(0));
      });
      await trial.expectEverySession();
    },
    LONG_MS,
  );
});
