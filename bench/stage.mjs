import { startGateway } from './contestants/gateway.mjs';
import { freePort, listening, proxyNames, startProxy } from './contestants/proxies.mjs';
import { BULK_PREFIX } from './bulk.mjs';
import { PUBLIC_PREFIX, UPSTREAM_PREFIX } from './fixture.mjs';
import { CONTESTANT_CORE, installed, REST_CORE, startOn, startScript, stop } from './processes.mjs';

/** A peer needs no login: it is sent a bearer of a handle's length and passes it on. */
const PEER_AUTHORIZATION = `Bearer ${'p'.repeat(43)}`;
const NODE_PEERS = ['http-proxy', 'nest-express-axios', 'nest-axios-view'];
/** Upstreams of the bench, and what their paths begin with. */
const PREFIXES = { list: UPSTREAM_PREFIX, bulk: BULK_PREFIX };

/** The processes of a run. A contestant is started when a scenario first needs it, and is there for all that follow. */
export class Stage {
  #options;
  #running = [];
  #contestants = new Map();

  static async open(options) {
    const stage = new Stage();
    try {
      await stage.#open(options);
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  async #open({ connections, redis, profiler }) {
    this.load = this.#script('load/main.mjs');
    this.list = this.#script('upstream.mjs');
    const bulk = this.#script('bulk-upstream.mjs');
    this.upstreams = { list: (await this.list.next()).port, bulk: (await bulk.next()).port };
    this.redis = redis ?? (await this.#startRedis());
    this.#options = { connections, redis: this.redis, upstreams: this.upstreams, ...profiler };
  }

  /** Whether a contestant is on this machine. */
  has(name) {
    return ['migo-gateway', 'upstream', ...NODE_PEERS, ...proxyNames].includes(name);
  }

  /** By name; those that have one upstream only, in front of the one that is wanted. */
  async contestant(name, upstream = 'list') {
    const id = name === 'migo-gateway' ? name : `${name} ${upstream}`;
    const known = this.#contestants.get(id);
    if (known !== undefined) return known;
    const made = { name, authorization: PEER_AUTHORIZATION, ...(await this.#start(name, upstream)) };
    this.#contestants.set(id, made);
    this.#running.push(made.stop);
    return made;
  }

  /** A gateway that is not shared, with an environment of its own. */
  async gateway(env) {
    const made = await startGateway({ ...this.#options, env });
    this.#running.push(made.stop);
    return made;
  }

  async setDelay(delayMs) {
    this.list.send({ delayMs });
    await this.list.next();
  }

  async close() {
    await Promise.all(this.#running.map((end) => end()));
  }

  #start(name, upstream) {
    const { connections } = this.#options;
    const [upstreamPort, upstreamPrefix] = [this.upstreams[upstream], PREFIXES[upstream]];
    if (name === 'migo-gateway') return startGateway(this.#options);
    if (name === 'upstream')
      return { ...this[upstream], port: upstreamPort, prefix: upstreamPrefix, stop: () => undefined };
    if (proxyNames.includes(name)) return startProxy(name, { upstreamPort, upstreamPrefix, connections });
    return startPeer(name, {
      UPSTREAM: `http://127.0.0.1:${upstreamPort}`,
      UPSTREAM_PREFIX: upstreamPrefix,
      CONNECTIONS: connections,
    });
  }

  #script(name) {
    const script = startScript(REST_CORE, name);
    this.#running.push(() => stop(script.child));
    return script;
  }

  /** Beside the load, for nothing but this run; none where it is not installed. */
  async #startRedis() {
    const program = installed('redis-server');
    if (program === undefined) return undefined;
    const port = await freePort();
    const argv = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = startOn(REST_CORE, [program, ...argv], { stdio: 'ignore' });
    this.#running.push(() => stop(child));
    await listening(child, port);
    return `redis://127.0.0.1:${port}`;
  }
}

async function startPeer(name, env) {
  const peer = startScript(CONTESTANT_CORE, `peers/${name}.mjs`, env);
  const { port } = await peer.next();
  return { child: peer.child, port, prefix: PUBLIC_PREFIX, stop: () => stop(peer.child) };
}
