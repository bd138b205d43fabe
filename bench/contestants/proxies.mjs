import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PUBLIC_PREFIX } from '../fixture.mjs';
import { CONTESTANT_CORE, installed, startInFolder } from '../processes.mjs';

const START_MS = 5000;

/**
 * The proxies one would put there instead, each with one worker, its log off, connections to the upstream kept, and bodies passed on as
 * they come. Not one has a session, a credential, a policy or a metric.
 */
const PROXIES = {
  nginx: {
    command: (file) => ['nginx', '-c', file],
    config: ({ port, upstreamPort, upstreamPrefix, connections, directory }) => `
      daemon off;
      worker_processes 1;
      pid ${directory}/pid;
      error_log stderr crit;
      events { worker_connections 4096; }
      http {
        access_log off;
        client_body_temp_path ${directory}/body;
        proxy_temp_path ${directory}/proxy;
        fastcgi_temp_path ${directory}/fastcgi;
        uwsgi_temp_path ${directory}/uwsgi;
        scgi_temp_path ${directory}/scgi;
        client_max_body_size 0;
        keepalive_requests 1000000000;
        upstream migo {
          server 127.0.0.1:${upstreamPort};
          keepalive ${connections};
          keepalive_requests 1000000000;
        }
        server {
          listen 127.0.0.1:${port};
          location ${PUBLIC_PREFIX}/ {
            proxy_pass http://migo${upstreamPrefix}/;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_request_buffering off;
            proxy_max_temp_file_size 0;
          }
        }
      }`,
  },
  haproxy: {
    command: (file) => ['haproxy', '-f', file],
    config: ({ port, upstreamPort, upstreamPrefix }) => `
      global
        nbthread 1
      defaults
        mode http
        timeout connect 1s
        timeout client 30s
        timeout server 30s
      frontend clients
        bind 127.0.0.1:${port}
        http-request replace-path ${PUBLIC_PREFIX}/(.*) ${upstreamPrefix}/\\1
        default_backend migo
      backend migo
        server migo 127.0.0.1:${upstreamPort}\n`,
  },
  caddy: {
    command: (file) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', file],
    config: ({ port, upstreamPort, upstreamPrefix, connections }) => `
      {
        admin off
        auto_https off
        log {
          output discard
        }
      }
      http://127.0.0.1:${port} {
        handle_path ${PUBLIC_PREFIX}/* {
          rewrite * ${upstreamPrefix}{uri}
          reverse_proxy 127.0.0.1:${upstreamPort} {
            transport http {
              keepalive_idle_conns_per_host ${connections}
            }
          }
        }
      }`,
  },
};

export const proxyNames = Object.keys(PROXIES).filter((name) => installed(name) !== undefined);

export async function startProxy(name, { upstreamPort, upstreamPrefix, connections }) {
  const port = await freePort();
  const { command, config } = PROXIES[name];
  const { child, said, end } = startInFolder(CONTESTANT_CORE, name, (directory) => {
    const file = join(directory, 'config');
    writeFileSync(file, config({ port, upstreamPort, upstreamPrefix, connections, directory }));
    const [program, ...rest] = command(file);
    return {
      command: [installed(program), ...rest],
      cwd: directory,
      // One worker of Go; and where Caddy keeps what it has.
      env: { PATH: process.env.PATH, GOMAXPROCS: '1', HOME: directory },
    };
  });
  try {
    await listening(child, port);
  } catch (error) {
    console.error(said());
    await end();
    throw error;
  }
  return { child, port, prefix: PUBLIC_PREFIX, stop: end };
}

/** @returns a port of this machine that nobody listens on */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function listening(child, port) {
  const giveUpAt = Date.now() + START_MS;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    if (await answers(port)) return;
    await sleep(20);
  }
  throw new Error(`${child.spawnargs.join(' ')} does not listen`);
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (result) => () => {
      socket.destroy();
      resolve(result);
    };
    socket.on('connect', end(true)).on('error', end(false));
  });
}
