import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { upstreamsOf } from '../support/gateway-process.js';
import { freePort } from '../support/redis-server.js';
import { PROCESS_ENV } from '../support/run-node.js';

type Line = Readonly<Record<string, unknown>>;

const STATEMENTS = '/v1/cards/1003/statements';
const CARDHOLDERS = '/v1/partners/partner-demo/cardholders';

describe('the audit log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const file = join(folder, 'log', 'audit.log');
  let simulator: Simulator;
  let gateway: ChildProcess;
  let anonymous: Client;
  let ana: Client;

  // The log itself says nothing at all.
  beforeAll(async () => {
    simulator = await startSimulator();
    const config = join(folder, 'gateway.yaml');
    writeFileSync(config, JSON.stringify({ upstreams: upstreamsOf(simulator), audit: { file } }));
    const port = await freePort();
    gateway = spawn(process.execPath, ['dist/main.js'], {
      env: { ...PROCESS_ENV, PORT: String(port), ADMIN_PORT: '0', GATEWAY_CONFIG: config, LOG_LEVEL: 'silent' },
      stdio: 'ignore',
    });
    anonymous = new Client(`http://127.0.0.1:${port}`);
    await eventually(async () => (await anonymous.get('/health')).status === 200);
    ana = await anonymous.logIn();
  }, 30_000);

  afterAll(async () => {
    await simulator.close();
    gateway.kill();
    await new Promise((ended) => gateway.once('exit', ended));
    rmSync(folder, { recursive: true });
  });

  const lines = (): Line[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);

  /** The only line about a request. */
  const lineOf = async (call: (headers: Record<string, string>) => Promise<unknown>): Promise<Line | undefined> => {
    const requestId = crypto.randomUUID();
    await call({ 'x-request-id': requestId });
    // The line of a later call stands behind it.
    const mark = crypto.randomUUID();
    await anonymous.get('/v1/modules', { headers: { 'x-request-id': mark } });
    await eventually(() => Promise.resolve(lines().some((line) => line['requestId'] === mark)));
    const found = lines().filter((line) => line['requestId'] === requestId);
    expect(found.length).toBeLessThan(2);
    return found[0];
  };

  it('has a line for each call that is no read: who, what, on which thing, from where, and how it ended', async () => {
    const line = await lineOf((headers) => ana.post(STATEMENTS, { month: 1, year: 2026 }, { headers }));

    expect(line).toMatchObject({
      audit: true,
      event: 'call',
      outcome: 'success',
      level: 'info',
      partner: 'demo',
      kind: 'operator',
      user: expect.stringMatching(/^[0-9a-f]{8}$/),
      session: expect.any(String),
      route: 'cards.createStatement',
      resources: { cardId: '1003' },
      status: 201,
      address: '127.0.0.1',
    });
    expect(await lineOf((headers) => ana.get(CARDHOLDERS, { headers }))).toBeUndefined();
  });

  it('says that a call failed, and of a service which client it was', async () => {
    const billing = await anonymous.asService();
    expect(await lineOf((headers) => billing.post('/v1/cards/99999999/block', {}, { headers }))).toBeUndefined();
    const line = await lineOf((headers) => billing.post('/v1/cards/99999999/statements', {}, { headers }));
    expect(line).toMatchObject({ event: 'call_failed', outcome: 'failed', client: 'demo-billing', partner: 'demo' });
    expect(line).not.toHaveProperty('session');
  });

  it('keeps numbers of cards and names of persons to itself', async () => {
    const pan = '4111111111111111';
    const billing = await anonymous.asService();
    expect(await lineOf((headers) => ana.post(`/v1/cards/${pan}/statements`, {}, { headers }))).toMatchObject({
      resources: { cardId: '[withheld]' },
    });
    const permissions = { permissions: [] };
    const person = { userId: expect.stringMatching(/^[0-9a-f]{8}$/) };
    for (const [path, resources] of [
      ['/v1/users/+50224865444/linked-cards', person],
      ['/v1/users/+50224865444/permissions', { id: person.userId }],
    ] as const)
      expect(await lineOf((headers) => billing.post(path, permissions, { headers }))).toMatchObject({ resources });
    expect(readFileSync(file, 'utf8')).not.toMatch(/4111111111111111|50224865444|ana@|Demo-Pass/);
  });

  it.each<[what: string, call: (headers: Record<string, string>) => Promise<unknown>, problem: string]>([
    ['a call without a login', (headers) => anonymous.get(CARDHOLDERS, { headers }), 'authentication_required'],
    [
      'a made-up handle',
      (headers) => anonymous.withToken('A'.repeat(43)).get(CARDHOLDERS, { headers }),
      'session_invalid',
    ],
    ['a forged token', (headers) => anonymous.withToken('a.b.c').get(CARDHOLDERS, { headers }), 'token_invalid'],
    ['another partner', (headers) => ana.get('/v1/partners/partner-other/cardholders', { headers }), 'FORBIDDEN'],
  ])('tells of %s, also for a read', async (_what, call, problem) => {
    expect(await lineOf(call)).toMatchObject({ event: 'call_refused', outcome: 'refused', level: 'warn', problem });
  });

  it('can be checked: npm run audit:verify tells whether a line was changed or taken out', async () => {
    expect(await verify(file)).toMatchObject({ code: 0, output: expect.stringMatching(/of 1 processes, 0 broken/) });

    const text = readFileSync(file, 'utf8');
    const [first = '', ...rest] = text.split('\n');
    const copy = join(folder, 'copy.log');
    writeFileSync(copy, [first.replace('success', 'refused'), ...rest].join('\n'));
    expect(await verify(copy)).toMatchObject({ code: 1, output: expect.stringMatching(/^line 1 was changed/) });
    writeFileSync(copy, rest.join('\n'));
    expect(await verify(copy)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^line 1 has number 2 after 0/),
    });
    writeFileSync(copy, 'nothing\n');
    expect(await verify(copy)).toMatchObject({ code: 2 });
    expect(await verify(join(folder, 'absent.log'))).toMatchObject({ code: 2 });
  });
});

function verify(path: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/cli/audit-verify.js', path], (error, output) => {
      resolve({ code: Number(error?.code ?? 0), output });
    });
  });
}
