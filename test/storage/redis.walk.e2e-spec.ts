/** The user of Redis that the operations page tells operators to make: the gateway can do all that it does, and no right is one too many. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ANA, Client, type Reply } from '../support/client.js';
import { ConfigMap } from '../support/config-map.js';
import { auditOf } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { ask } from '../support/redis-client.js';
import { RedisServer } from '../support/redis-server.js';
import { SimulatorControl } from '../support/simulator-control.js';
import { eventually } from './eventually.js';

const PASSWORD = 'canary-password';
const PAYMENT = { transactionUid: 'trx_demo00000007', processor: 'visa-cybersource' };
const START_MS = 60_000;
const OTP = '/v1/auth/otp';
const LINE = /^ACL SETUSER gateway on >\.\.\. (.*)$/m.exec(readFileSync('docs/operations.md', 'utf8'))?.[1] ?? '';
/** What a Cluster needs beside it, as the same page says. */
const OF_CLUSTER = '+cluster|slots';

/** What ioredis asks of the nodes of a Cluster, and goes on without. */
const NEEDLESS = ['client|setname', 'client|setinfo', 'readonly'];
/** Of a connection, and of how it is looked at: before the walk begins. */
const AT_START = ['ping', 'info', 'subscribe', 'cluster|slots'];

interface Place {
  /** Every server that asks who is there. */
  servers: readonly RedisServer[];
  settings: object;
  rights: string;
  stop: () => Promise<unknown>;
}

async function alone(): Promise<Place> {
  const redis = await RedisServer.start();
  const replica = await RedisServer.start(['--save', '', '--replicaof', '127.0.0.1', String(redis.port)]);
  await eventually(async () => String(await ask(redis, 'INFO', 'replication')).includes('state=online'));
  return {
    servers: [redis],
    settings: { url: `redis://gateway:${PASSWORD}@127.0.0.1:${redis.port}` },
    rights: LINE,
    stop: () => Promise.all([redis.stop(), replica.stop()]),
  };
}

async function cluster(): Promise<Place> {
  const started = await RedisCluster.start();
  return {
    servers: started.nodes,
    settings: { ...started.settings, username: 'gateway', password: PASSWORD },
    rights: `${LINE} ${OF_CLUSTER}`,
    stop: () => started.stop(),
  };
}

describe.each([
  ['alone', alone],
  ['in a Cluster', cluster],
])('the least user of a Redis %s', (_what, open) => {
  let place: Place;
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateway: GatewayProcess;
  let map: ConfigMap;

  const every = (command: string, ...args: string[]): Promise<unknown[]> =>
    Promise.all(place.servers.map((server) => ask(server, command, ...args)));
  const files = (changed: object = {}): Record<string, string> => ({
    'gateway.yaml': JSON.stringify({
      redis: place.settings,
      upstreams: upstreamsOf(simulator),
      idempotency: { replicas: 1 },
      server: { port: 0, warmUp: false, drainSeconds: 0 },
      ...changed,
    }),
  });

  beforeAll(async () => {
    [place, simulator] = await Promise.all([open(), startSimulator()]);
    control = new SimulatorControl(simulator);
    await every('ACL', 'SETUSER', 'gateway', 'reset', 'on', `>${PASSWORD}`, ...place.rights.split(' '));
    map = new ConfigMap(files());
    gateway = await GatewayProcess.start({ config: {}, env: { GATEWAY_CONFIG: map.path('gateway.yaml') } });
  }, START_MS);
  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
    await place.stop();
  });

  const done = (reply: Reply): Reply => {
    expect([200, 201]).toContain(reply.status);
    return reply;
  };

  it(
    'has all that the gateway needs, and the gateway needs all that it has',
    async () => {
      expect(place.rights).toContain('-@all');
      // What the gateway tries at its start, right by right, is no use of them.
      await eventually(async () => (await new Client(gateway.adminUrl).get('/readyz')).status === 200);
      const atStart = await used();
      await every('CONFIG', 'RESETSTAT');

      const service = await new Client(gateway.url).asService();
      const ana = await new Client(gateway.url).logIn();
      done(await ana.get('/v1/auth/session'));
      const key = { headers: { 'idempotency-key': randomUUID() } };
      const pay = (): Promise<Reply> => service.post('/v1/refund', PAYMENT, key);
      const paid = done(await pay());
      const replayed = await pay();
      expect(replayed.headers.get('idempotency-replayed')).toBe('true');
      expect(replayed.text).toBe(paid.text);
      done(await service.get(`/v1/outcomes/${key.headers['idempotency-key']}`));
      done(await ana.post(OTP, {}));
      expect((await verify(ana, '000000')).status).toBe(400);
      const { body } = done(await verify(ana, await control.otp(ANA.email)));
      const elevated = ana.withToken(String(body.data.sessionToken));

      done(await service.get('/v1/modules'));
      done(await service.get('/v1/modules'));
      done(await service.get('/v1/exports/transactions.searchTransactions'));
      map.swap(files({ limits: { partner: { requests: 1000, seconds: 60 } } }));
      await eventually(() => Promise.resolve(auditOf(gateway).some(({ event }) => event === 'settings_changed')));
      done(await service.get('/v1/transactions/search'));
      done(await elevated.get('/v1/auth/sessions'));
      expect([200, 204]).toContain((await elevated.delete('/v1/auth/session')).status);

      expect((await denied()).filter((object) => !NEEDLESS.includes(object))).toEqual([]);
      const inUse = new Set([...(await used()), ...AT_START.filter((name) => atStart.has(name))]);
      const given = place.rights.split(' ').flatMap((right) => (right.startsWith('+') ? [right.slice(1)] : []));
      expect(given.filter((right) => !inUse.has(right))).toEqual([]);
    },
    START_MS,
  );

  const verify = (ana: Client, otp: string): Promise<Reply> => ana.send('PUT', OTP, { body: { otp } });

  /** Commands, keys and channels that a user was refused. */
  async function denied(): Promise<string[]> {
    const entries = (await every('ACL', 'LOG')).flat() as unknown[][];
    return entries.map((entry) => String(entry[entry.indexOf('object') + 1]));
  }

  /** Commands that somebody has called since the counts began, also within scripts. */
  async function used(): Promise<Set<string>> {
    const told = (await every('INFO', 'commandstats')).map(String);
    return new Set(told.flatMap((text) => Array.from(text.matchAll(/^cmdstat_([^:]+):/gm), ([, name = '']) => name)));
  }
});
