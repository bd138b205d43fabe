import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { eventually } from '../storage/eventually.js';
import { ConfigMap } from '../support/config-map.js';
import { auditOf } from '../support/gateway-log.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { PROCESS_ENV } from '../support/run-node.js';
import { Authority, type Issued } from '../support/tls/authority.js';

const START_MS = 30_000;

interface Reply {
  status: number;
  /** Of the server's certificate. */
  serial: string;
}

describe('the admin port with TLS', () => {
  const servers = new Authority();
  const operators = new Authority('Operators');
  const strangers = new Authority('Strangers');
  const ana = operators.issue({ subject: '/CN=ana.ops' });
  const [first, second] = [servers.issue(), servers.issue()];
  let map: ConfigMap;
  let gateway: GatewayProcess;

  const files = ({ cert, key }: Issued, config = settings()): Record<string, string> => ({
    'gateway.yaml': JSON.stringify(config),
    'tls.crt': cert,
    'tls.key': key,
    'clients.crt': operators.pem,
  });

  function settings(): object {
    const file = (name: string): string => `\${file:${map.path(name)}}`;
    const tls = { cert: file('tls.crt'), key: file('tls.key'), clientCa: file('clients.crt') };
    return { server: { port: 0, warmUp: false, drainSeconds: 0 }, admin: { tls, hosts: ['gateway.ops.test'] } };
  }

  beforeAll(async () => {
    map = new ConfigMap({ 'gateway.yaml': '', 'tls.crt': '', 'tls.key': '', 'clients.crt': '' });
    map.swap(files(first));
    // Listens for others, where `/ops` is closed to whoever is not known.
    const env = { GATEWAY_CONFIG: map.path('gateway.yaml'), ADMIN_HOST: '0.0.0.0' };
    gateway = await GatewayProcess.start({ config: {}, env });
  }, START_MS);

  afterAll(() => gateway.stop());

  const call = (path: string, who?: Issued, more: { method?: string; host?: string } = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { method = 'GET', host = 'localhost' } = more;
      const shown = who === undefined ? {} : { cert: who.cert, key: who.key };
      const options = {
        ca: servers.pem,
        servername: 'localhost',
        port: new URL(gateway.adminUrl).port,
        agent: false as const,
        ...shown,
      };
      request({ host: 'localhost', path, method, headers: { host }, ...options }, (answer) => {
        const { serialNumber: serial } = (answer.socket as TLSSocket).getPeerCertificate();
        answer.resume().once('end', () => {
          resolve({ status: answer.statusCode ?? 0, serial });
        });
      })
        .once('error', reject)
        .end();
    });

  it('is well for the health check of the image, as one without TLS is, and a port where nobody listens is not', async () => {
    const check = async (adminUrl: string): Promise<number | null> => {
      const env = { ...PROCESS_ENV, ADMIN_PORT: new URL(adminUrl).port };
      const [code] = await once(spawn(process.execPath, ['deploy/healthcheck.mjs'], { env }), 'exit');
      return code as number | null;
    };
    expect(await check(gateway.adminUrl)).toBe(0);
    const plain = createServer((_request, answer) => answer.end()).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const { port } = plain.address() as AddressInfo;
    expect(await check(`http://127.0.0.1:${port}`)).toBe(0);
    plain.close();
    await once(plain, 'close');
    expect(await check(`http://127.0.0.1:${port}`)).toBe(1);
  });

  it('knows who shows a certificate, and names him in the audit log', async () => {
    expect(await call('/ops/routes', ana)).toMatchObject({ status: 200 });
    expect(await call('/ops/sessions?all=true', ana, { method: 'DELETE' })).toMatchObject({ status: 200 });
    await eventually(() =>
      Promise.resolve(
        auditOf(gateway).some(({ event, admin }) => event === 'admin_sessions_ended' && admin === 'ana.ops'),
      ),
    );
  });

  it.each<[who: string, certificate: Issued | undefined]>([
    ['nobody', undefined],
    ['a stranger', strangers.issue({ subject: '/CN=ana.ops' })],
    ['one whose certificate has expired', operators.issue({ subject: '/CN=ana.ops', from: -9, to: -1 })],
    ['one without a usable name', operators.issue({ subject: '/CN=<ana>' })],
  ])('keeps /ops from %s, and answers probes and scrapers', async (_who, certificate) => {
    expect(await call('/ops/routes', certificate)).toMatchObject({ status: 401 });
    for (const path of ['/livez', '/readyz', '/metrics'])
      expect(await call(path, certificate)).toMatchObject({ status: 200 });
  });

  it('is called by its names alone: a page of another site has the browser show its certificate, too', async () => {
    expect(await call('/ops/routes', ana, { host: 'evil.example' })).toMatchObject({ status: 403 });
    expect(await call('/ops/routes', ana, { host: 'gateway.ops.test' })).toMatchObject({ status: 200 });
  });

  it('has another certificate once its files have changed', async () => {
    const { serial } = await call('/livez');
    map.swap(files(second));
    process.kill(gateway.pid, 'SIGHUP');
    await eventually(async () => (await call('/livez')).serial !== serial);
    expect(await call('/ops/routes', ana)).toMatchObject({ status: 200 });
  });
});
