/** TLS where the settings have none, none where they have it, and names that lead into the house: told to operators as what they are. */
import { once } from 'node:events';
import { createServer as createPlain, type Server as PlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { checkStore } from '../../src/cli/doctor/store.check.js';
import { IdempotencySettings } from '../../src/config/sections/idempotency.settings.js';
import { eventually } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { type Diagnosis, runDoctor, stepOf } from '../support/doctor-process.js';
import { logOf } from '../support/gateway-log.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { freePort, RedisServer } from '../support/redis-server.js';
import { Authority } from '../support/tls/authority.js';

const START_MS = 60_000;
const SUBSCRIPTIONS = '/v1/subscriptions?userId=u&clientId=migoDeveloper';
const NGINX_PAGE = '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>';
const SESSION_KEY = Buffer.from(Array.from({ length: 32 }, (_none, index) => index * 7)).toString('base64');
const PRIVATE_NAMES = { NODE_OPTIONS: `--import=${resolve('test/support/private-names.mjs')}` };

const authority = new Authority();
const { cert, key, certFile, keyFile } = authority.issue();
const servers: PlainServer[] = [];
const redisServers: RedisServer[] = [];

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await Promise.all(redisServers.map((server) => server.stop()));
});

async function portOf(server: PlainServer): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('an upstream that speaks TLS, by an address without it', () => {
  let upstreams: Record<string, object>;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    const silent = createServer({ cert, key }, (_request, response) => response.end());
    silent.on('tlsClientError', () => undefined);
    const telling = createPlain((_request, response) => {
      response.writeHead(400, { 'content-type': 'text/html', connection: 'close' }).end(NGINX_PAGE);
    });
    upstreams = {
      wallet: { baseUrl: `http://localhost:${await portOf(silent)}` },
      middleware: { baseUrl: `http://localhost:${await portOf(telling)}` },
    };
    gateway = await GatewayProcess.start({ config: { upstreams } });
  }, START_MS);

  afterAll(() => gateway.stop());

  it.each(['wallet', 'middleware'])('%s: in /ops/upstreams, with what to do', async (name) => {
    const service = await new Client(gateway.url).asService();
    await eventually(async () => {
      const reply = await service.get(name === 'wallet' ? '/v1/users/permissions' : SUBSCRIPTIONS);
      expect(reply.status).toBeGreaterThanOrEqual(500);
      expect(reply.text).not.toMatch(/TLS|https/i);
      const { body } = await new Client(gateway.adminUrl).get('/ops/upstreams');
      const told = body.upstreams.find(({ upstream }: { upstream: string }) => upstream === name);
      expect(told.lastFailures).toContainEqual({
        at: expect.any(String),
        failed: 'tls-spoken',
        remedy: `write https:// in upstreams.${name}.baseUrl, or correct its port`,
      });
      return true;
    });
  });

  it('in the log', async () => {
    await eventually(() =>
      Promise.resolve(logOf(gateway).some(({ err }) => JSON.stringify(err ?? {}).includes('TLS is spoken'))),
    );
  });

  it('by the doctor', async () => {
    const diagnosis = await runDoctor({ upstreams: { wallet: upstreams['wallet'] } });
    expect(stepOf(diagnosis, 'wallet TLS')).toMatch(
      /^failed .*TLS is spoken[^]*https:\/\/ in upstreams\.wallet\.baseUrl/,
    );
  });
});

it('a server without TLS that has trouble is not taken for one with it', async () => {
  let isWell = false;
  const server = createPlain((request, response) => {
    if (isWell) response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true,"data":[]}');
    else request.socket.end();
  });
  const baseUrl = `http://localhost:${await portOf(server)}`;
  const gateway = await GatewayProcess.start({ config: { upstreams: { middleware: { baseUrl } } } });
  try {
    const service = await new Client(gateway.url).asService();
    expect((await service.get(SUBSCRIPTIONS)).status).toBeGreaterThanOrEqual(500);
    isWell = true;
    expect((await service.get(SUBSCRIPTIONS)).status).toBe(200);
    expect((await new Client(gateway.adminUrl).get('/ops/upstreams')).text).not.toContain('tls-spoken');
  } finally {
    await gateway.stop();
  }
});

describe('Redis', () => {
  let plain: RedisServer;
  let tlsPort: number;
  const tls = { ca: authority.pem, cert, key };

  beforeAll(async () => {
    tlsPort = await freePort();
    const files = ['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-ca-cert-file', authority.file];
    const secured = await RedisServer.start(['--save', '', '--tls-port', String(tlsPort), ...files]);
    plain = await RedisServer.start();
    redisServers.push(plain, secured);
  });

  const nodeAt = (port: number): { host: string; port: number }[] => [{ host: 'localhost', port }];
  const places = {
    'TLS, and a URL without it': () => ({ url: `redis://localhost:${tlsPort}` }),
    'TLS, and Sentinels without it': () => ({ sentinels: nodeAt(tlsPort), name: 'migo' }),
    'TLS, and a Cluster without it': () => ({ cluster: nodeAt(tlsPort) }),
    'no TLS, and a URL with it': () => ({ url: `rediss://localhost:${plain.port}`, tls }),
    'no TLS, and Sentinels with it': () => ({ sentinels: nodeAt(plain.port), name: 'migo', tls }),
    'no TLS, and a Cluster with it': () => ({ cluster: nodeAt(plain.port), tls }),
  };
  const told = (what: string): RegExp => (what.startsWith('no') ? /no TLS is spoken/ : /TLS is spoken on this port/);

  it.each(Object.entries(places))('the doctor tells it of %s', async (what, placeOf) => {
    const redis = { ...placeOf(), keyPrefix: 'migo' };
    expect(await checkStore({ redis, idempotency: new IdempotencySettings() })).toMatchObject({
      mark: 'failed',
      found: expect.stringMatching(told(what)),
      change: expect.stringContaining('redis.'),
    });
  });

  it.each(Object.entries(places))(
    'a gateway tells it of %s',
    async (what, placeOf) => {
      const gateway = await GatewayProcess.start({ config: { redis: placeOf() } });
      try {
        await eventually(() =>
          Promise.resolve(
            logOf(gateway).some(({ msg, remedy }) => told(what).test(String(msg)) && String(remedy).includes('redis.')),
          ),
        );
        expect(await new Client(gateway.adminUrl).get('/readyz')).toMatchObject({
          status: 503,
          body: { checks: { store: 'failed' }, reasons: { store: expect.stringMatching(told(what)) } },
        });
      } finally {
        await gateway.stop();
      }
    },
    START_MS,
  );
});

describe('an upstream whose name leads to a private address', () => {
  const upstreams = { wallet: { baseUrl: 'https://wallet.private.test/rest' } };
  const sessions = { keys: [{ id: 'k1', secret: SESSION_KEY }] };
  const config = { upstreams, sessions, partners: [demoPartner({})] };
  const env = { ...PRIVATE_NAMES, GATEWAY_PROFILE: 'sandbox' };

  it('is told at the start, which goes on', async () => {
    const gateway = await GatewayProcess.start({ config, env });
    try {
      const line = await eventually(() =>
        Promise.resolve(logOf(gateway).find(({ upstream }) => upstream === 'wallet')),
      );
      expect(line).toMatchObject({
        level: 'warn',
        msg: expect.stringContaining('neither public nor in allowedNetworks'),
        remedy: expect.stringContaining('upstreams.wallet.allowedNetworks'),
      });
    } finally {
      await gateway.stop();
    }
  });

  it('is told by the doctor', async () => {
    const diagnosis: Diagnosis = await runDoctor(config, env);
    expect(stepOf(diagnosis, 'wallet DNS')).toMatch(
      /^failed .*neither public nor in allowedNetworks[^]*upstreams\.wallet\.allowedNetworks/,
    );
  });

  it('is nothing to tell where the settings allow it', async () => {
    const allowed = { wallet: { ...upstreams.wallet, allowedNetworks: ['10.0.0.0/24'] } };
    const diagnosis = await runDoctor({ ...config, upstreams: allowed }, env);
    expect(stepOf(diagnosis, 'wallet DNS')).toMatch(/^ok .*10\.0\.0\.7/);
  });
});
