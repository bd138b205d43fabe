import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../storage/eventually.js';
import { ask } from './redis-client.js';
import { freePort, RedisServer } from './redis-server.js';

const PRIMARIES = 3;
const SLOTS = 16_384;

interface Node {
  server: RedisServer;
  busPort: number;
}

/** Three primaries with a replica each, on loopback. */
export class RedisCluster {
  private constructor(readonly nodes: readonly RedisServer[]) {}

  static async start(): Promise<RedisCluster> {
    const nodes = await Promise.all(Array.from({ length: 2 * PRIMARIES }, startNode));
    const [first, ...others] = nodes;
    if (first === undefined) throw new Error('no node');
    const primaries = nodes.slice(0, PRIMARIES);
    for (const [index, { server }] of primaries.entries()) {
      const [from, to] = [index, index + 1].map((edge) => Math.floor((edge * SLOTS) / PRIMARIES));
      await ask(server, 'CLUSTER', 'ADDSLOTSRANGE', from ?? 0, (to ?? 0) - 1);
      await ask(server, 'CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    }
    for (const { server, busPort } of others)
      await ask(first.server, 'CLUSTER', 'MEET', '127.0.0.1', server.port, busPort);
    const cluster = new RedisCluster(nodes.map(({ server }) => server));
    for (const [index, { server }] of nodes.slice(PRIMARIES).entries()) {
      const primary = await ask(cluster.primary(index), 'CLUSTER', 'MYID');
      await eventually(() => ask(server, 'CLUSTER', 'REPLICATE', String(primary)));
    }
    await eventually(() => cluster.isWhole());
    return cluster;
  }

  primary(index: number): RedisServer {
    const server = this.nodes[index];
    if (server === undefined) throw new Error('no such primary');
    return server;
  }

  /** Of the primary with the same index. */
  replica(index: number): RedisServer {
    return this.primary(PRIMARIES + index);
  }

  /** As the settings of a gateway. */
  get settings(): { cluster: { host: string; port: number }[] } {
    return { cluster: this.nodes.map(({ address }) => address) };
  }

  /** Whether every node serves, and every replica has what its primary has. Asks no more than it must: a load may be running. */
  async isWhole(): Promise<boolean> {
    let replicas = 0;
    for (const node of this.nodes) {
      const facts = String(await ask(node, 'CLUSTER', 'INFO'));
      if (!facts.includes('cluster_state:ok') || !facts.includes(`cluster_slots_ok:${SLOTS}`)) return false;
      if ((await replication(node)).includes('master_link_status:up')) replicas += 1;
    }
    return replicas === PRIMARIES;
  }

  async isPromoted(index: number): Promise<boolean> {
    return (await replication(this.replica(index))).includes('role:master');
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) node.resume();
    await Promise.all(this.nodes.map((node) => node.stop()));
  }
}

async function replication(node: RedisServer): Promise<string> {
  return String(await ask(node, 'INFO', 'replication'));
}

async function startNode(): Promise<Node> {
  const busPort = await freePort();
  const settings = {
    dir: mkdtempSync(join(tmpdir(), 'redis-')),
    save: '',
    appendonly: 'yes',
    'cluster-enabled': 'yes',
    'cluster-port': String(busPort),
    'cluster-node-timeout': '1000',
    'cluster-require-full-coverage': 'no',
    'repl-diskless-sync-delay': '0',
  };
  const line = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return { busPort, server: await RedisServer.start(line) };
}
