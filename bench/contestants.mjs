import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CONTESTANT_CORE, startNode, startScript, stop } from './processes.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const START_MS = 20_000;

/** A peer needs no login: it is sent a bearer of a handle's length and passes it on. */
const PEER_AUTHORIZATION = `Bearer ${'p'.repeat(43)}`;

export async function startPeer(name, { upstreamPort, connections }) {
  const peer = startScript(CONTESTANT_CORE, `peers/${name}.mjs`, {
    UPSTREAM: `http://127.0.0.1:${upstreamPort}`,
    CONNECTIONS: String(connections),
  });
  const { port } = await peer.next();
  return { name, child: peer.child, port, authorization: PEER_AUTHORIZATION, stop: () => stop(peer.child) };
}

/** The gateway as production runs it: everything on, its log in a file. */
export async function startGateway({ upstreamPort, connections, redis, nodeArguments = [], env = {} }) {
  const directory = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const configFile = join(directory, 'gateway.json');
  writeFileSync(configFile, JSON.stringify(settings({ upstreamPort, connections, redis })));
  const log = join(directory, 'gateway.log');
  const output = openSync(log, 'a');
  const child = startNode(CONTESTANT_CORE, [...nodeArguments, 'dist/main.js'], {
    cwd: ROOT,
    env: {
      ...env,
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      GATEWAY_CONFIG: configFile,
      PORT: '0',
      ADMIN_PORT: '0',
    },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const end = async () => {
    await stop(child);
    rmSync(directory, { recursive: true });
  };
  try {
    const { listening } = await started(child, log);
    const authorization = await logIn(listening);
    return { name: 'migo-gateway', child, port: Number(new URL(listening).port), authorization, stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}

function settings({ upstreamPort, connections, redis }) {
  const origin = `http://127.0.0.1:${upstreamPort}`;
  const upstream = (path) => ({ baseUrl: origin + path, connections });
  return {
    logLevel: 'info',
    server: { drainSeconds: 0 },
    upstreams: {
      wallet: upstream('/rest'),
      middleware: upstream(''),
      cms: upstream('/cms/rest'),
      payments: upstream(''),
    },
    ...(redis !== undefined && { redis: { url: redis, keyPrefix: `bench-${process.pid}` } }),
  };
}

/** The gateway's own line that tells where it listens. */
async function started(child, log) {
  const giveUpAt = Date.now() + START_MS;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    const line = readFileSync(log, 'utf8')
      .split('\n')
      .find((text) => text.includes('"msg":"started"'));
    if (line !== undefined) return JSON.parse(line);
    await sleep(50);
  }
  throw new Error(`the gateway did not start:\n${readFileSync(log, 'utf8')}`);
}

async function logIn(origin) {
  const answer = await fetch(`${origin}/v1/auth/operator/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ana@demo.migo.test', password: 'any', transport: 'token' }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the gateway's login failed: ${answer.status} ${text}`);
  return `Bearer ${JSON.parse(text).data.sessionToken}`;
}
