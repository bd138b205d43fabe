import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkStore } from '../../src/cli/doctor/store.check.js';
import type { RedisSettings } from '../../src/config/sections/redis.settings.js';
import type { RedisStore } from '../../src/storage/redis.store.js';
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
    Object.assign(settings, { tls: { ...trusting, cert, key } });
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

type Trial = () => Promise<Omit<RedisSettings, 'keyPrefix'>>;

describe('the doctor tells of Redis that', () => {
  const byUrl = (made: Promise<Secured>, tls: object): Promise<Omit<RedisSettings, 'keyPrefix'>> =>
    made.then(({ url }) => ({ url, tls }));

  it.each<[what: string, trial: Trial, found: RegExp, setting: string]>([
    ['it is of an unknown authority', () => byUrl(secured(other.issue()), known), /unknown authority/, 'redis.tls.ca'],
    [
      'it has another name',
      () => byUrl(secured(authority.issue({ names: 'DNS:elsewhere.test' })), known),
      /another name/,
      'redis.tls.serverName',
    ],
    ['it has expired', () => byUrl(secured(authority.issue({ from: -9, to: -1 })), known), /has expired/, 'redis.url'],
    ['it is not valid yet', () => byUrl(secured(authority.issue({ from: 1 })), known), /not valid yet/, 'clock'],
    ['it wants a client certificate', () => byUrl(secured(), trusting), /demands a client/, 'redis.tls.cert'],
    [
      'it wants one, by TLS 1.2',
      () => byUrl(secured(undefined, '--tls-protocols', 'TLSv1.2'), trusting),
      /client certificate is missing/,
      'redis.tls.cert',
    ],
    [
      'it does not take the client certificate',
      () => {
        const { cert, key } = other.issue();
        return byUrl(secured(), { ...trusting, cert, key });
      },
      /refuses the client certificate/,
      'redis.tls.cert',
    ],
    [
      'its Sentinel is of an unknown authority',
      async () => ({ sentinels: nodeAt((await secured(other.issue())).port), name: 'migo', tls: known }),
      /unknown authority/,
      'redis.sentinels',
    ],
    [
      'a node of its Cluster has another name',
      async () => {
        const { port } = await secured(authority.issue({ names: 'DNS:elsewhere.test' }));
        return { cluster: nodeAt(port), tls: known };
      },
      /another name/,
      'redis.cluster',
    ],
  ])('%s', async (_what, trial, found, setting) => {
    const finding = await checkStore({ ...(await trial()), keyPrefix: 'migo' });

    expect(finding).toMatchObject({ mark: 'failed', found: expect.stringMatching(found) });
    expect('change' in finding && finding.change).toContain(setting);
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
