import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkStore } from '../../src/cli/doctor/store.check.js';
import { IdempotencySettings } from '../../src/config/sections/idempotency.settings.js';
import type { RedisSettings } from '../../src/config/sections/redis.settings.js';
import type { RedisStore } from '../../src/storage/redis/redis.store.js';
import { logOf } from '../support/gateway-log.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { ask } from '../support/redis-client.js';
import { freePort, RedisServer } from '../support/redis-server.js';
import { Authority, type Issued } from '../support/tls/authority.js';
import { eventually } from './eventually.js';
import { openStoreAt } from './stores.js';

const authority = new Authority();
const other = new Authority('Another authority');
const client = authority.issue({ subject: '/CN=gateway' });
const trusting = { ca: authority.pem };
const known = { ...trusting, cert: client.cert, key: client.key };

const servers: RedisServer[] = [];
const stores: RedisStore[] = [];
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

interface Secured {
  server: RedisServer;
  port: number;
  url: string;
}

/** Redis with TLS on one port, and the test's own way in on another. It takes none but clients with a certificate. */
async function secured(certificate: Issued = authority.issue(), ...more: string[]): Promise<Secured> {
  const port = await freePort();
  const { certFile, keyFile } = certificate;
  const tls = ['--tls-port', String(port), '--tls-cert-file', certFile, '--tls-key-file', keyFile];
  const server = await RedisServer.start([...more, ...tls, '--tls-ca-cert-file', authority.file, '--save', '']);
  servers.push(server);
  return { server, port, url: `rediss://localhost:${port}` };
}

async function works(place: Omit<RedisSettings, 'keyPrefix'>): Promise<RedisStore> {
  const store = await openStoreAt(place);
  stores.push(store);
  await eventually(() =>
    store.probe().then(
      () => true,
      () => false,
    ),
  );
  return store;
}

const nodeAt = (port: number): { host: string; port: number }[] => [{ host: 'localhost', port }];

describe('Redis with an authority of its own, and client certificates,', () => {
  it('is used by its URL; a certificate that has changed is shown at the next connection', async () => {
    const { server, url } = await secured();
    const settings = { url, tls: { ...known } };
    const store = await works(settings);

    await ask(server, 'CONFIG', 'SET', 'tls-ca-cert-file', other.file);
    const { cert, key } = other.issue();
    Object.assign(settings.tls, { cert, key });
    await ask(server, 'CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');

    await eventually(() =>
      store.probe().then(
        () => true,
        () => false,
      ),
    );
  });

  it('is used behind Sentinels', async () => {
    const { port } = await secured();
    const folder = mkdtempSync(join(tmpdir(), 'sentinel-'));
    const file = join(folder, 'sentinel.conf');
    writeFileSync(file, `dir ${folder}\nsentinel resolve-hostnames yes\nsentinel monitor migo localhost ${port} 1\n`);
    const { certFile, keyFile } = authority.issue();
    const tls = ['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-ca-cert-file', authority.file];
    const sentinelPort = await freePort();
    const ports = ['--tls-port', String(sentinelPort), '--tls-replication', 'yes'];
    servers.push(await RedisServer.start([file, '--sentinel', ...ports, ...tls]));

    await works({ sentinels: nodeAt(sentinelPort), name: 'migo', tls: known });
  });

  it('is used as a Cluster', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cluster-'));
    const cluster = ['--cluster-enabled', 'yes', '--tls-cluster', 'yes', '--cluster-announce-ip', '127.0.0.1'];
    const busPort = ['--cluster-port', String(await freePort())];
    const { server, port } = await secured(authority.issue(), '--dir', folder, ...cluster, ...busPort);
    await ask(server, 'CLUSTER', 'ADDSLOTSRANGE', 0, 16_383);
    await eventually(async () => String(await ask(server, 'CLUSTER', 'INFO')).includes('cluster_state:ok'));

    await works({ cluster: nodeAt(port), tls: known });
  });
});

type Place = Omit<RedisSettings, 'keyPrefix'>;

interface Trial {
  what: string;
  place: () => Promise<Place>;
  found: RegExp;
  setting: string;
}

const shown = async (made: Promise<Secured>, tls: object = known): Promise<Place> => ({ url: (await made).url, tls });
const issuedBy = (whose: Authority, wanted = {}): Promise<Place> => shown(secured(whose.issue(wanted)));
const foreign = ({ cert, key }: Issued): object => ({ ...trusting, cert, key });

const TRIALS: readonly Trial[] = [
  {
    what: 'it is of an unknown authority',
    place: () => issuedBy(other),
    found: /unknown authority/,
    setting: 'redis.tls.ca',
  },
  {
    what: 'it has another name',
    place: () => issuedBy(authority, { names: 'DNS:elsewhere.test' }),
    found: /another name/,
    setting: 'redis.tls.serverName',
  },
  {
    what: 'it has expired',
    place: () => issuedBy(authority, { from: -9, to: -1 }),
    found: /has expired/,
    setting: 'redis.url',
  },
  {
    what: 'it is not valid yet',
    place: () => issuedBy(authority, { from: 1 }),
    found: /not valid yet/,
    setting: 'clock',
  },
  {
    what: 'it wants a client certificate',
    place: () => shown(secured(), trusting),
    found: /demands a client/,
    setting: 'redis.tls.cert',
  },
  {
    what: 'it wants one, by TLS 1.2',
    place: () => shown(secured(undefined, '--tls-protocols', 'TLSv1.2'), trusting),
    found: /client certificate is missing/,
    setting: 'redis.tls.cert',
  },
  {
    what: 'it does not take the client certificate',
    place: () => shown(secured(), foreign(other.issue())),
    found: /refuses the client certificate/,
    setting: 'redis.tls.cert',
  },
  {
    what: 'its Sentinel is of an unknown authority',
    place: async () => ({ sentinels: nodeAt((await secured(other.issue())).port), name: 'migo', tls: known }),
    found: /unknown authority/,
    setting: 'redis.sentinels',
  },
  {
    what: 'a node of its Cluster has another name',
    place: async () => {
      const { port } = await secured(authority.issue({ names: 'DNS:elsewhere.test' }));
      return { cluster: nodeAt(port), tls: known };
    },
    found: /another name/,
    setting: 'redis.cluster',
  },
];

it('the doctor tells what is wrong with the certificate of Redis', async () => {
  const told = await Promise.all(
    TRIALS.map(async ({ what, place, found, setting }) => {
      const settings = { redis: { ...(await place()), keyPrefix: 'migo' }, idempotency: new IdempotencySettings() };
      // What a server says last is lost now and then, where it closes the connection at once (TCP's reset).
      let finding = await checkStore(settings);
      for (let more = 5; more > 0 && finding.found.includes('ECONNRESET'); more -= 1)
        finding = await checkStore(settings);
      return { what, finding, found, setting };
    }),
  );
  for (const { what, finding, found, setting } of told)
    expect({ what, ...finding }).toEqual({
      what,
      mark: 'failed',
      found: expect.stringMatching(found),
      change: expect.stringContaining(setting),
    });
});

it('a gateway says at start what is wrong with the certificate of Redis', async () => {
  const { url } = await secured(authority.issue({ from: -9, to: -1 }));
  const gateway = await GatewayProcess.start({ config: { redis: { url, tls: known } } });
  try {
    const line = await eventually(() => Promise.resolve(logOf(gateway).find(({ remedy }) => remedy !== undefined)));
    expect(line).toMatchObject({ level: 'error', msg: expect.stringContaining('has expired') });
    expect((await fetch(`${gateway.adminUrl}/readyz`)).status).toBe(503);
  } finally {
    await gateway.stop();
  }
});
