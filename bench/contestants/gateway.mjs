import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PUBLIC_PREFIX } from '../fixture.mjs';
import { CONTESTANT_CORE, startInFolder } from '../processes.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_MS = 30_000;
/** Of the profile `simulator`. */
const SERVICE = { id: 'demo-billing', secret: 'demo-billing-secret-1' };

/** The gateway as production runs it: everything on, its log in a file. */
export async function startGateway({ upstreams, connections, redis, nodeArguments = [], env = {} }) {
  const { child, said, end } = startInFolder(CONTESTANT_CORE, 'gateway', (directory) => {
    const configFile = join(directory, 'gateway.json');
    writeFileSync(configFile, JSON.stringify(settings({ upstreams, connections, redis })));
    return {
      command: [process.execPath, ...nodeArguments, 'dist/main.js'],
      cwd: ROOT,
      env: {
        ...env,
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        GATEWAY_CONFIG: configFile,
        PORT: '0',
        ADMIN_PORT: '0',
      },
    };
  });
  try {
    const { listening } = await started(child, said);
    const session = await logIn(listening);
    return {
      child,
      port: Number(new URL(listening).port),
      prefix: PUBLIC_PREFIX,
      authorization: session,
      serviceToken: () => tokenOf(listening),
      stop: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function settings({ upstreams, connections, redis }) {
  const cms = { connections, baseUrl: `http://127.0.0.1:${upstreams.list}/cms/rest` };
  const list = { connections, baseUrl: `http://127.0.0.1:${upstreams.list}` };
  const wallet = { baseUrl: `http://127.0.0.1:${upstreams.bulk}/rest`, deadlineMs: 60_000 };
  return {
    logLevel: 'info',
    // Whoever else is on the machine delays the event loop, too: nothing of what is measured is shed for it.
    server: { drainSeconds: 0, load: { eventLoopDelayMs: 60_000 } },
    upstreams: { wallet, middleware: list, cms, payments: list },
    ...(redis !== undefined && { redis: { url: redis, keyPrefix: `bench-${process.pid}` } }),
  };
}

/** The gateway's own line that tells where it listens. */
async function started(child, said) {
  const giveUpAt = Date.now() + START_MS;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    const line = said()
      .split('\n')
      .find((text) => text.includes('"msg":"started"'));
    if (line !== undefined) return JSON.parse(line);
    await sleep(20);
  }
  throw new Error(`the gateway did not start:\n${said()}`);
}

async function logIn(origin) {
  const { data } = await post(`${origin}/v1/auth/operator/login`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ana@demo.migo.test', password: 'any', transport: 'token' }),
  });
  return `Bearer ${data.sessionToken}`;
}

/** Of a service that may do everything: it needs no permission of Migo's to reach the Wallet Gateway. */
async function tokenOf(origin) {
  const { access_token: token } = await post(`${origin}/v1/auth/token`, {
    headers: { authorization: `Basic ${Buffer.from(`${SERVICE.id}:${SERVICE.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return `Bearer ${token}`;
}

async function post(url, init) {
  const answer = await fetch(url, { method: 'POST', ...init });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the gateway's login failed: ${answer.status} ${text}`);
  return JSON.parse(text);
}
