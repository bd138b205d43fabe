import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { startApp } from '../../src/app.setup.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { BodyPipe } from '../../src/edge/body/body.pipe.js';
import { DocsController } from '../../src/endpoints/docs/docs.controller.js';
import { DELIVERIES } from '../../src/forwarding/answer/deliveries.js';
import { STEPS } from '../../src/forwarding/steps.js';
import { CHECKS } from '../../src/policy/checks.js';
import { upstreamsOf } from '../support/gateway-process.js';
import { encodeForm } from '../support/multipart.js';

const SERVICE = ['CallerGuard', 'CsrfGuard', 'PolicyGuard'];
const LIMITED = [...SERVICE, 'RouteLimitsGuard'];

interface Call {
  headers?: Record<string, string>;
  body?: object | Buffer<ArrayBuffer>;
}

/** The order that stands in the lists is the order in which things run, for a row of each kind. */
describe('the order of checks and steps', () => {
  const ran: string[] = [];
  let simulator: Simulator;
  let app: NestFastifyApplication;
  let authorization: string;

  beforeAll(async () => {
    simulator = await startSimulator();
    const config = join(mkdtempSync(join(tmpdir(), 'order-')), 'gateway.yaml');
    const limits = { partner: { requests: 1000, seconds: 60 } };
    const server = { port: 0 };
    writeFileSync(config, JSON.stringify({ upstreams: upstreamsOf(simulator), server, limits, logLevel: 'silent' }));
    const sources = { env: { GATEWAY_CONFIG: config, ADMIN_PORT: '0' }, directory: 'config' };
    // Its files stand beside the compiled gateway only.
    DocsController.prototype.onModuleInit = () => Promise.resolve();
    app = await startApp(loadSettings(sources), sources);
    const answer = await fetch(`${await app.getUrl()}/v1/auth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('demo-billing:demo-billing-secret-1').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    authorization = `Bearer ${((await answer.json()) as { access_token: string }).access_token}`;
    for (const { guard } of CHECKS) record(guard.prototype, 'canActivate', guard.name);
    record(BodyPipe.prototype, 'transform', 'dto');
    for (const part of [...STEPS, ...DELIVERIES]) record(part, 'run', part.name);
  });

  afterAll(async () => {
    await app.close();
    await simulator.close();
  });

  beforeEach(() => {
    ran.length = 0;
  });

  /** Notes the name each time, and goes on with what is there. */
  function record(owner: object, method: string, name: string): void {
    const target = owner as Record<string, (...args: unknown[]) => unknown>;
    const original = target[method];
    if (original === undefined) throw new Error(`${name} has no ${method}`);
    target[method] = function (this: unknown, ...args: unknown[]): unknown {
      ran.push(name);
      return original.apply(this, args);
    };
  }

  async function call(method: string, path: string, { headers = { authorization }, body }: Call = {}): Promise<void> {
    const json = body !== undefined && !(body instanceof Buffer);
    const answer = await fetch(`${await app.getUrl()}/v1${path}`, {
      method,
      headers: { ...(json && { 'content-type': 'application/json' }), ...headers },
      body: json ? JSON.stringify(body) : (body ?? null),
    });
    await answer.arrayBuffer();
  }

  it('is the one of the lists: every name of them, once', () => {
    expect(CHECKS.map(({ guard }) => guard.name)).toEqual([
      ...LIMITED,
      'RoomGuard',
      'StepUpGuard',
      'PublicLimitsGuard',
      'BodyGuard',
      'FieldPermissionGuard',
      'AccountLimitsGuard',
    ]);
    expect(STEPS.map(({ name }) => name)).toEqual([
      'address',
      'merchant',
      'step-up-above',
      'once',
      'reference',
      'credential',
      'end-sessions',
      'upload',
      'step-up-inline',
      'inline-code',
      'change',
      'renew-and-repeat',
      'renew-and-report',
      'mark-sent',
      'send',
    ]);
  });

  it('holds for a read', async () => {
    await call('GET', '/modules');
    expect(ran).toEqual([
      ...LIMITED,
      'address',
      'merchant',
      'reference',
      'credential',
      'renew-and-repeat',
      'send',
      'deliver-tagged',
    ]);
  });

  it('holds for a row with a body that moves money', async () => {
    const headers = { authorization, 'idempotency-key': crypto.randomUUID() };
    await call('POST', '/refund', { headers, body: { transactionId: 'trx_demo00000001' } });
    expect(ran).toEqual([
      ...LIMITED,
      'BodyGuard',
      'dto',
      'address',
      'merchant',
      'once',
      'credential',
      'inline-code',
      'change',
      'renew-and-report',
      'mark-sent',
      'send',
      'deliver',
    ]);
  });

  it('holds for a row that takes a code with the call', async () => {
    await call('GET', '/partners/partner-demo/cardholders/ch-000001');
    expect(ran).toEqual([
      ...LIMITED,
      'RoomGuard',
      'address',
      'merchant',
      'credential',
      'inline-code',
      'renew-and-repeat',
      'send',
      'deliver',
    ]);
  });

  it('holds for an upload that needs a code, verified before or with it', async () => {
    const file = { name: 'users.xlsx', type: 'application/octet-stream', content: 'PK\u0003\u0004' };
    const { bytes, contentType } = await encodeForm({ files: [['users', file]] });
    const headers = { authorization, 'content-type': contentType };
    await call('POST', '/partners/partner-demo/cardholders/upload', { headers, body: Buffer.from(bytes) });
    expect(ran).toEqual([
      ...LIMITED,
      'BodyGuard',
      'address',
      'merchant',
      'once',
      'credential',
      'upload',
      'step-up-inline',
      'inline-code',
      'change',
      'renew-and-report',
      'mark-sent',
      'send',
      'deliver',
    ]);
  });

  it('holds for a public row that conceals whether an account exists', async () => {
    const headers = { origin: 'http://localhost:8080' };
    const body = { email: 'nobody@wallet.migo.test', purpose: 'login' };
    await call('POST', '/users/auth/otp', { headers, body });
    expect(ran).toEqual([
      ...LIMITED,
      'PublicLimitsGuard',
      'BodyGuard',
      'AccountLimitsGuard',
      'dto',
      'address',
      'merchant',
      'once',
      'credential',
      'inline-code',
      'change',
      'renew-and-repeat',
      'mark-sent',
      'send',
      'deliver-concealed',
    ]);
  });
});
