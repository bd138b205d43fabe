import { once } from 'node:events';
import { createServer as createPlain, type Server as PlainServer } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type ChildProcess, spawn } from 'node:child_process';
import { eventually } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { ConfigMap } from '../support/config-map.js';
import { type Diagnosis, runDoctor, stepOf } from '../support/doctor-process.js';
import { auditOf, logOf } from '../support/gateway-log.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { freePort } from '../support/redis-server.js';
import { Authority, type Issued } from '../support/tls/authority.js';

const START_MS = 60_000;
const PLANS = '/v1/plans/list';
const OK = JSON.stringify({ success: true, data: [] });

const authority = new Authority();
const foreign = new Authority('Another authority');
const [right, client, nextClient] = [
  authority.issue(),
  authority.issue({ subject: '/CN=first' }),
  authority.issue({ subject: '/CN=second' }),
];
const servers: (Server | PlainServer)[] = [];
const programs: ChildProcess[] = [];

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  for (const program of programs) program.kill('SIGKILL');
});

async function listening(server: Server | PlainServer): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A server that answers every read. */
function served({ cert, key }: Issued, options: ServerOptions = {}): Promise<number> {
  const server = createServer({ cert, key, ...options }, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(OK);
  });
  server.on('tlsClientError', () => undefined);
  return listening(server);
}

/** OpenSSL's own server: it tells why it refuses a client, where Node's closes the connection without a word. */
async function demanding(...more: string[]): Promise<number> {
  const port = await freePort();
  const { certFile, keyFile } = right;
  const line = ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', certFile, '-key', keyFile, '-www', '-quiet'];
  const program = spawn('openssl', [...line, '-Verify', '1', '-verify_return_error', ...more], { stdio: 'ignore' });
  programs.push(program);
  await eventually(() =>
    fetch(`http://127.0.0.1:${port}`).then(
      () => true,
      (error: unknown) => !String((error as Error).cause).includes('ECONNREFUSED'),
    ),
  );
  return port;
}

/** What each upstream has, by the name of the fault. */
const FAULTS = [
  {
    wallet: 'tls-unknown-authority',
    middleware: 'tls-client-certificate-demanded',
    cms: 'tls-expired',
    payments: 'tls-wrong-name',
  },
  {
    wallet: 'tls-not-yet-valid',
    middleware: 'tls-client-certificate-refused',
    cms: 'tls-version',
    payments: 'tls-not-spoken',
  },
] as const;

/** What the log says of them. */
const CLIENT_WORDS = {
  'tls-client-certificate-demanded': /demands a client certificate/,
  'tls-client-certificate-refused': /refuses the client certificate/,
};

interface UpstreamTold {
  upstream: string;
  lastFailures: { failed: string; remedy?: string }[];
}

/** What the doctor's step says, and the setting that it names. Of TLS 1.3 a client is refused after its handshake only. */
const TOLD: Readonly<Record<string, readonly [found: RegExp, setting: string]>> = {
  'tls-unknown-authority': [/unknown authority/, 'tls.ca'],
  'tls-wrong-name': [/another name/, 'tls.serverName'],
  'tls-expired': [/has expired/, 'baseUrl'],
  'tls-not-yet-valid': [/not valid yet/, "this machine's clock"],
  'tls-version': [/TLS 1\.2 or newer is not spoken/, 'baseUrl'],
  'tls-not-spoken': [/no TLS is spoken/, 'port in'],
};

async function upstreamWith(fault: string): Promise<object> {
  const tls = { ca: authority.pem };
  const at = (port: number, more: object = {}): object => ({
    baseUrl: `https://localhost:${port}`,
    tls: { ...tls, ...more },
  });
  switch (fault) {
    case 'tls-unknown-authority':
      return at(await served(foreign.issue()));
    case 'tls-wrong-name':
      return at(await served(authority.issue({ names: 'DNS:elsewhere.test' })));
    case 'tls-expired':
      return at(await served(authority.issue({ from: -9, to: -1 })));
    case 'tls-not-yet-valid':
      return at(await served(authority.issue({ from: 1 })));
    case 'tls-version':
      return at(await served(right, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }));
    case 'tls-not-spoken':
      return at(await listening(createPlain((_request, response) => response.end(OK))));
    case 'tls-client-certificate-demanded':
      return at(await demanding('-CAfile', authority.file));
    default: {
      const { cert, key } = foreign.issue({ subject: '/CN=stranger' });
      return at(await demanding('-CAfile', authority.file), { cert, key });
    }
  }
}

/** Wallet and Payments API have health reads by default. */
const HEALTH = { middleware: { paths: { health: '/health' } }, cms: { paths: { health: '/health' } } };

describe.each(FAULTS.map((faults) => [Object.values(faults).join(', '), faults] as const))(
  'a certificate fault is told to operators: %s',
  (_names, faults) => {
    let upstreams: Record<string, object>;
    let gateway: GatewayProcess;

    beforeAll(async () => {
      const entries = Object.entries(faults).map(async ([name, fault]) => {
        const health = name in HEALTH ? HEALTH[name as keyof typeof HEALTH] : {};
        return [name, { ...(await upstreamWith(fault)), ...health }] as const;
      });
      upstreams = Object.fromEntries(await Promise.all(entries));
      // Enough that no breaker hides what it is about.
      const breaker = { samples: 1000 };
      const config = Object.entries(upstreams).map(([name, upstream]) => [name, { ...upstream, breaker }] as const);
      gateway = await GatewayProcess.start({ config: { upstreams: Object.fromEntries(config) } });
    }, START_MS);

    afterAll(() => gateway.stop());

    // What a server says last is lost now and then, where it closes the connection at once (TCP's reset): asked again, it is told.
    it('in /ops/upstreams, with what to do', async () => {
      const service = await new Client(gateway.url).asService();
      await eventually(async () => {
        await service.get(PLANS);
        const { body } = await new Client(gateway.adminUrl).get('/ops/upstreams');
        const { upstreams: told } = body as { upstreams: UpstreamTold[] };
        for (const [name, fault] of Object.entries(faults))
          expect(told.find(({ upstream }) => upstream === name)?.lastFailures).toContainEqual({
            at: expect.any(String),
            failed: fault,
            remedy: expect.stringContaining(`upstreams.${name}.`),
          });
        return true;
      });
    });

    it('in the log, and not to callers', async () => {
      const service = await new Client(gateway.url).asService();
      const reply = await eventually(async () => {
        const answer = await service.get(PLANS);
        return answer.text.includes('upstream_unreachable') && answer;
      });
      expect(reply.status).toBe(502);
      expect(reply.text).not.toMatch(/certificate|TLS|handshake/i);
      const words = CLIENT_WORDS[faults.middleware];
      await eventually(() => Promise.resolve(logOf(gateway).some(({ err }) => words.test(JSON.stringify(err ?? {})))));
    });

    it(
      'by the doctor, with the setting',
      async () => {
        const diagnosis: Diagnosis = await runDoctor({ upstreams });
        for (const [name, fault] of Object.entries(faults)) {
          const [found, setting] = TOLD[fault] ?? [/^ok/, 'TLSv1.3'];
          expect(stepOf(diagnosis, `${name} TLS`)).toMatch(found);
          expect(stepOf(diagnosis, `${name} TLS`)).toContain(setting);
        }
      },
      START_MS,
    );
  },
);

describe('certificates that change while the gateway runs', () => {
  let map: ConfigMap;
  let gateway: GatewayProcess;
  let service: Client;
  let upstream: Server;
  let hold: Promise<void> | undefined;
  const seen: (string | undefined)[] = [];
  let files: Record<string, string>;

  const change = async (changed: Record<string, string>): Promise<unknown> => {
    const settingsEvents = (): unknown[] =>
      auditOf(gateway).filter(({ event }) => String(event).startsWith('settings_'));
    const before = settingsEvents().length;
    files = { ...files, ...changed };
    map.swap(files);
    process.kill(gateway.pid, 'SIGHUP');
    await eventually(() => Promise.resolve(settingsEvents().length > before));
    return settingsEvents().at(-1);
  };
  const called = async (): Promise<string | undefined> => {
    expect(await service.get(PLANS)).toMatchObject({ status: 200 });
    return seen.at(-1);
  };

  beforeAll(async () => {
    const options = { cert: right.cert, key: right.key, ca: authority.pem, requestCert: true };
    upstream = createServer({ ...options, rejectUnauthorized: false }, (request, response) => {
      const socket = request.socket as TLSSocket;
      seen.push(socket.authorized ? String(socket.getPeerCertificate().subject.CN) : undefined);
      const answer = (): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(OK);
      if (hold === undefined) answer();
      else void hold.then(answer);
    });
    const port = await listening(upstream);
    map = new ConfigMap({ 'gateway.yaml': '', 'ca.crt': '', 'tls.crt': '', 'tls.key': '' });
    const tls = {
      ca: `\${file:${map.path('ca.crt')}}`,
      cert: `\${file:${map.path('tls.crt')}}`,
      key: `\${file:${map.path('tls.key')}}`,
    };
    files = {
      'gateway.yaml': JSON.stringify({
        redis: { url: process.env['REDIS_TEST_URL'] },
        server: { port: 0, warmUp: false, drainSeconds: 0 },
        reference: { seconds: 0 },
        upstreams: { middleware: { baseUrl: `https://localhost:${port}`, tls } },
      }),
      'ca.crt': authority.pem,
      'tls.crt': client.cert,
      'tls.key': client.key,
    };
    map.swap(files);
    gateway = await GatewayProcess.start({ config: {}, env: { GATEWAY_CONFIG: map.path('gateway.yaml') } });
    service = await new Client(gateway.url).asService();
  }, START_MS);

  afterAll(() => gateway.stop());

  it(
    'are those of the files, and a running call ends on its connection',
    async () => {
      expect(await called()).toBe('first');
      let release: () => void = () => undefined;
      hold = new Promise((resolve) => (release = resolve));
      const before = seen.length;
      const running = service.get(PLANS);
      await eventually(() => Promise.resolve(seen.length > before));
      hold = undefined;

      expect(await change({ 'tls.crt': nextClient.cert, 'tls.key': nextClient.key })).toMatchObject({
        event: 'settings_changed',
        changed: ['upstreams.middleware.tls.cert', 'upstreams.middleware.tls.key'],
      });
      // Also the connection that has just been idle was made with the one before.
      expect(await called()).toBe('second');
      release();
      expect(await running).toMatchObject({ status: 200 });
    },
    START_MS,
  );

  it.each([
    ['a key of another certificate', { 'tls.key': client.key }, 'key'],
    ['no PEM', { 'tls.crt': 'canary' }, 'cert'],
    ['one that has expired', asFiles(authority.issue({ from: -9, to: -1 })), 'cert'],
  ])(
    'stay where the new ones are %s',
    async (_what, changed, wrong) => {
      const good = files;
      expect(await change(changed)).toMatchObject({
        event: 'settings_refused',
        wrong: [`upstreams.middleware.tls.${wrong}`],
      });
      expect(await called()).toBe('second');
      files = good;
    },
    START_MS,
  );

  it(
    'are authorities, too: a server that they did not sign is not called any more',
    async () => {
      await change({ 'ca.crt': foreign.pem });
      expect(await service.get(PLANS)).toMatchObject({ status: 502, body: { code: 'upstream_unreachable' } });
      await change({ 'ca.crt': `${foreign.pem}${authority.pem}` });
      expect(await called()).toBe('second');
    },
    START_MS,
  );
});

function asFiles({ cert, key }: Issued): Record<string, string> {
  return { 'tls.crt': cert, 'tls.key': key };
}
