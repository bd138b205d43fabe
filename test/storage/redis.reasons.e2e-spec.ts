import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDoctor, stepOf } from '../support/doctor-process.js';
import { type LogLine, logOf } from '../support/gateway-log.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { ask } from '../support/redis-client.js';
import { freePort, RedisServer } from '../support/redis-server.js';
import { eventually, pause } from './eventually.js';
import { openStoreAt } from './stores.js';

const PASSWORD = 'canary-password';
const LEAST =
  '~migo:* &migo:changes -@all +ping +time +info +set +get +getex +pttl +incr +incrby +pexpire +zadd +zrem +zrevrangebyscore +zremrangebyscore +hset +hget +hmget +hgetall +hdel +wait +eval +publish +del +subscribe +cluster|slots';
const RUN_MS = 60_000;
const KEEPS_NOTHING = ['--save', '', '--appendonly', 'no'];

let gateway: GatewayProcess | undefined;
const servers: RedisServer[] = [];
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(...line: string[]): Promise<RedisServer> {
  const server = await RedisServer.start([...KEEPS_NOTHING, ...line]);
  servers.push(server);
  return server;
}

async function start(redis: object): Promise<GatewayProcess> {
  gateway = await GatewayProcess.start({ config: { redis: { keyPrefix: 'migo', ...redis } } });
  return gateway;
}

async function readinessOf({ adminUrl }: GatewayProcess): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${adminUrl}/readyz`);
  return { status: answer.status, body: await answer.json() };
}

const errorsOf = (from: GatewayProcess): LogLine[] => logOf(from).filter(({ level }) => level === 'error');

/** Without what a slow machine may add: an attempt to connect that took too long. */
const refusalsOf = (from: GatewayProcess): LogLine[] =>
  errorsOf(from).filter(({ msg }) => !String(msg).startsWith('Redis is away: no usable answer'));

interface Trouble {
  line?: string[];
  /** In the URL. */
  login?: string;
  reason: string;
  remedy: string;
}

describe('a Redis that takes nothing: readiness says why, the log once and with a remedy, and the doctor too, where', () => {
  it.each<[what: string, trouble: Trouble]>([
    [
      'it is a replica',
      { line: ['--replicaof', '127.0.0.1', '1'], reason: 'it is read-only (READONLY)', remedy: 'name the primary' },
    ],
    ['its memory is full', { line: ['--maxmemory', '1'], reason: 'its memory is full (OOM)', remedy: 'more memory' }],
    [
      'its own replicas are away',
      {
        line: ['--min-replicas-to-write', '1'],
        reason: 'it takes no writes, since too few of its replicas follow it (NOREPLICAS)',
        remedy: 'lower min-replicas-to-write',
      },
    ],
    [
      'the password is wrong',
      {
        login: `default:${PASSWORD}@`,
        reason: 'the login was refused (WRONGPASS)',
        remedy: 'correct user and password',
      },
    ],
    [
      'it is a Cluster without slots',
      {
        line: ['--cluster-enabled', 'yes'],
        reason: 'the Cluster does not serve (CLUSTERDOWN)',
        remedy: 'CLUSTER INFO',
      },
    ],
  ])(
    '%s',
    async (_what, { line = [], login = '', reason, remedy }) => {
      const busPort = await freePort();
      const cluster = line.includes('--cluster-enabled') ? ['--cluster-port', String(busPort)] : [];
      const server = await serve('--requirepass', login === '' ? '' : 'another', ...line, ...cluster);
      const url = `redis://${login}127.0.0.1:${server.port}`;
      const running = await start({ url });

      await eventually(async () => {
        expect(await readinessOf(running)).toMatchObject({
          status: 503,
          body: { checks: { store: 'failed' }, reasons: { store: reason } },
        });
        return true;
      });
      const before = logOf(running).length;
      await pause(3000);
      expect(logOf(running).length - before).toBeLessThan(3);
      expect(logOf(running).map(({ msg }) => msg)).not.toContain('connected to Redis');
      const told = errorsOf(running).filter(({ msg }) => String(msg).includes(reason));
      expect(told).toEqual([expect.objectContaining({ remedy: expect.stringContaining(remedy) })]);

      const diagnosis = await runDoctor({ redis: { url } });
      expect(stepOf(diagnosis, 'Redis')).toContain(reason);
      expect(stepOf(diagnosis, 'Redis')).toContain(remedy);
      expect(JSON.stringify([logOf(running), diagnosis.text, await readinessOf(running)])).not.toContain(PASSWORD);
    },
    RUN_MS,
  );
});

it('a replica in place of the primary is left with pauses that grow', async () => {
  const replica = await serve('--replicaof', '127.0.0.1', '1');
  const store = await openStoreAt(replica.settings);
  const connections = async (): Promise<number> =>
    Number(/total_connections_received:(\d+)/.exec(String(await ask(replica, 'INFO', 'stats')))?.[1]);
  const before = await connections();
  const until = performance.now() + 4000;
  while (performance.now() < until) {
    await store.probe().catch(() => undefined);
    await pause(10);
  }
  expect((await connections()) - before).toBeLessThan(20);
  await store.close();
});

describe('a Cluster whose user', () => {
  const cluster = async (rights: string): Promise<object> => {
    const busPort = String(await freePort());
    const file = join(mkdtempSync(join(tmpdir(), 'cluster-')), 'nodes.conf');
    const node = await serve(
      ...['--cluster-enabled', 'yes', '--cluster-config-file', file, '--cluster-port', busPort],
      ...['--cluster-announce-ip', '127.0.0.1'],
    );
    await ask(node, 'CLUSTER', 'ADDSLOTSRANGE', 0, 16_383);
    await eventually(async () => String(await ask(node, 'CLUSTER', 'INFO')).includes('cluster_state:ok'));
    await ask(node, 'ACL', 'SETUSER', 'gateway', 'reset', 'on', `>${PASSWORD}`, ...rights.split(' '));
    return { cluster: [node.address], username: 'gateway', password: PASSWORD };
  };

  it(
    'has all rights is examined without an error',
    async () => {
      const running = await start(await cluster(LEAST));
      await eventually(() => Promise.resolve(logOf(running).some(({ msg }) => msg === 'connected to Redis')));
      expect(refusalsOf(running)).toEqual([]);
      expect(await readinessOf(running)).toMatchObject({ status: 200, body: { checks: { store: 'ok' } } });
    },
    RUN_MS,
  );

  it(
    'lacks a right is told which, at every start',
    async () => {
      const redis = await cluster(LEAST.replace(' +hdel', ''));
      for (let time = 0; time < 3; time += 1) {
        const running = await start(redis);
        await eventually(async () => {
          expect(await readinessOf(running)).toMatchObject({
            status: 200,
            body: { checks: { store: 'degraded' }, reasons: { store: 'its user lacks rights: hdel' } },
          });
          return true;
        });
        await eventually(() => Promise.resolve(refusalsOf(running).length > 0));
        expect(refusalsOf(running)).toEqual([expect.objectContaining({ remedy: expect.stringContaining('+hdel') })]);
        await running.stop();
      }
    },
    RUN_MS,
  );

  it(
    'may not ask where the slots are is told so, with the rights to grant, by the gateway and by the doctor',
    async () => {
      const redis = await cluster(LEAST.replace(' +cluster|slots', ''));
      const running = await start(redis);
      const reason = 'its user lacks rights: cluster|slots (NOPERM)';
      const remedy = `ACL SETUSER <user> ${LEAST}`;
      await eventually(async () => {
        expect(await readinessOf(running)).toMatchObject({ status: 503, body: { reasons: { store: reason } } });
        return true;
      });
      const told = errorsOf(running).filter(({ msg }) => String(msg).includes(reason));
      expect(told).toEqual([expect.objectContaining({ remedy })]);
      const step = stepOf(await runDoctor({ redis: { keyPrefix: 'migo', ...redis } }), 'Redis');
      expect(step).toContain(reason);
      expect(step).toContain(remedy);
    },
    RUN_MS,
  );
});
