/** Redis whose operator goes over to another authority, for its own certificates and those of its clients, while a gateway runs. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigMap } from '../support/config-map.js';
import { auditOf } from '../support/gateway-log.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { ask } from '../support/redis-client.js';
import { freePort, RedisServer } from '../support/redis-server.js';
import { Authority } from '../support/tls/authority.js';
import { eventually } from './eventually.js';

const START_MS = 120_000;
const NODES = 3;
const SLOTS = 16_384;

const before = new Authority();
const after = new Authority('Another authority');
const servers: RedisServer[] = [];
let gateway: GatewayProcess | undefined;

afterEach(async () => {
  await gateway?.stop();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** What a server reads its certificate, its key and its authority from. */
class ServerFiles {
  private readonly folder = mkdtempSync(join(tmpdir(), 'redis-tls-'));

  constructor() {
    this.write(before);
  }

  get line(): string[] {
    const [cert, key, ca] = ['tls.crt', 'tls.key', 'ca.crt'].map((name) => join(this.folder, name)) as [
      string,
      string,
      string,
    ];
    return ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', ca, '--tls-replication', 'yes'];
  }

  write(authority: Authority): void {
    const { cert, key } = authority.issue();
    for (const [name, text] of Object.entries({ 'tls.crt': cert, 'tls.key': key, 'ca.crt': authority.pem }))
      writeFileSync(join(this.folder, name), text);
  }
}

interface Place {
  settings: object;
  /** Connections of a gateway that only listen. */
  listening: number;
  files: ServerFiles;
}

interface Secured {
  server: RedisServer;
  port: number;
}

/** With TLS on one port, for clients with a certificate only, and the test's own way in on another. */
async function secured(files: ServerFiles, ...line: string[]): Promise<Secured> {
  const port = await freePort();
  const server = await RedisServer.start([...line, ...files.line, '--tls-port', String(port)]);
  servers.push(server);
  return { server, port };
}

const nodesAt = (ports: readonly number[]): object[] => ports.map((port) => ({ host: 'localhost', port }));

async function single(): Promise<Place> {
  const files = new ServerFiles();
  const { port } = await secured(files, '--save', '');
  return { files, listening: 1, settings: { url: `rediss://localhost:${port}` } };
}

async function behindSentinels(): Promise<Place> {
  const files = new ServerFiles();
  const { port } = await secured(files, '--save', '');
  const sentinels: Secured[] = [];
  for (let count = 0; count < NODES; count += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'sentinel-'));
    const file = join(folder, 'sentinel.conf');
    writeFileSync(file, `dir ${folder}\nsentinel resolve-hostnames yes\nsentinel monitor migo localhost ${port} 2\n`);
    sentinels.push(await secured(files, file, '--sentinel'));
  }
  return {
    files,
    listening: 1 + NODES,
    settings: { sentinels: nodesAt(sentinels.map((one) => one.port)), name: 'migo' },
  };
}

async function cluster(): Promise<Place> {
  const files = new ServerFiles();
  const nodes: (Secured & { busPort: number })[] = [];
  for (let count = 0; count < NODES; count += 1) {
    const busPort = await freePort();
    const own = ['--dir', mkdtempSync(join(tmpdir(), 'cluster-')), '--save', '', '--cluster-port', String(busPort)];
    const shared = ['--cluster-enabled', 'yes', '--tls-cluster', 'yes', '--cluster-announce-ip', '127.0.0.1'];
    nodes.push({ ...(await secured(files, ...own, ...shared)), busPort });
  }
  const [first] = nodes;
  if (first === undefined) throw new Error('no node');
  for (const [index, { server, port, busPort }] of nodes.entries()) {
    const [from, to] = [index, index + 1].map((edge) => Math.floor((edge * SLOTS) / NODES));
    await ask(server, 'CLUSTER', 'ADDSLOTSRANGE', from ?? 0, (to ?? 0) - 1);
    await ask(server, 'CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    if (index > 0) await ask(first.server, 'CLUSTER', 'MEET', '127.0.0.1', port, busPort);
  }
  await eventually(() => isWhole(nodes.map(({ server }) => server)));
  return { files, listening: 1, settings: { cluster: nodesAt(nodes.map(({ port }) => port)) } };
}

async function isWhole(nodes: readonly RedisServer[]): Promise<boolean> {
  const facts = await Promise.all(nodes.map((node) => ask(node, 'CLUSTER', 'INFO')));
  return facts.every((text) => String(text).includes('cluster_state:ok'));
}

it.each([
  ['by its URL', single],
  ['behind Sentinels', behindSentinels],
  ['as a Cluster', cluster],
])(
  'is used %s before and after: commands, and connections that listen',
  async (_how, start) => {
    const { settings, files, listening } = await start();
    const own = new ConfigMap({ 'gateway.yaml': '', ...clientFiles(before) });
    const of = (name: string): string => `\${file:${own.path(name)}}`;
    const tls = { ca: of('ca.crt'), cert: of('tls.crt'), key: of('tls.key') };
    const yaml = JSON.stringify({ redis: { ...settings, tls }, server: { port: 0, warmUp: false, drainSeconds: 0 } });
    own.swap({ 'gateway.yaml': yaml, ...clientFiles(before) });
    const started = (gateway = await GatewayProcess.start({
      config: {},
      env: { GATEWAY_CONFIG: own.path('gateway.yaml') },
    }));
    await eventually(() => isReady(started));
    await eventually(async () => (await listeners()) === listening);

    own.swap({ 'gateway.yaml': yaml, ...clientFiles(after) });
    process.kill(started.pid, 'SIGHUP');
    await eventually(() => Promise.resolve(auditOf(started).some(({ event }) => event === 'settings_changed')));
    files.write(after);
    for (const server of servers) {
      await server.stop();
      await server.run();
    }

    await eventually(() => isReady(started), START_MS / 2);
    await eventually(async () => (await listeners()) === listening, START_MS / 2);
  },
  2 * START_MS,
);

function clientFiles(authority: Authority): Record<string, string> {
  const { cert, key } = authority.issue({ subject: '/CN=gateway' });
  return { 'ca.crt': authority.pem, 'tls.crt': cert, 'tls.key': key };
}

async function isReady({ adminUrl }: GatewayProcess): Promise<boolean> {
  return (await fetch(`${adminUrl}/readyz`)).status === 200;
}

/** Connections that wait for messages, without those of Sentinels to each other and to Redis. */
async function listeners(): Promise<number> {
  const lists = await Promise.all(servers.map((server) => ask(server, 'CLIENT', 'LIST', 'TYPE', 'pubsub')));
  const lines = lists.flatMap((list) => String(list).trim().split('\n'));
  return lines.filter((line) => line !== '' && !line.includes('name=sentinel-')).length;
}
