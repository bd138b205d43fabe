/**
 * The attack: the admin port from where it should not be used. A page of another site whose name was pointed to this machine
 * (DNS rebinding) ends all sessions from an operator's browser; a neighbour in the cluster calls `/ops` without a token, with a
 * guessed one, or by a path that is written otherwise.
 */
import { createHash } from 'node:crypto';
import { ATTACK_START_MS, AttackedGateway, NORMAL_CALL } from '../support/attacked-gateway.js';
import { eventually } from '../storage/eventually.js';
import { auditOf } from '../support/gateway-log.js';
import { Client } from '../support/client.js';
import { sendVerbatim } from '../support/foreign/verbatim-client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';

const TOKEN = 'canary-admin-token-Zx81';
const tokens = [
  { id: 'pager', secretSha256: createHash('sha256').update('another').digest('hex') },
  { id: 'ana.ops', secretSha256: createHash('sha256').update(TOKEN).digest('hex') },
];
const END_ALL = { method: 'DELETE', path: '/ops/sessions?all=true' };
const bearer = { authorization: `Bearer ${TOKEN}` };
mustNotBeLogged(TOKEN);

describe('the admin port', () => {
  let attacked: AttackedGateway;
  let guarded: GatewayProcess;
  let exposed: GatewayProcess;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    const upstreams = upstreamsOf(attacked.simulator);
    [guarded, exposed] = await Promise.all([
      GatewayProcess.start({ config: { upstreams, admin: { tokens, hosts: ['gateway.ops.test'] } } }),
      GatewayProcess.start({ config: { upstreams }, env: { ADMIN_HOST: '0.0.0.0' } }),
    ]);
  }, ATTACK_START_MS);

  afterAll(async () => {
    await attacked.close();
    await Promise.all([guarded.stop(), exposed.stop()]);
  });

  const statusOf = async (
    { adminUrl }: GatewayProcess,
    call: { method?: string; path: string; headers?: Record<string, string> },
  ): Promise<number> => (await sendVerbatim(adminUrl, call)).status;

  it.each(['evil.example', 'evil.example:9090', '127.0.0.1.evil.example', 'localhost.evil.example', '203.0.113.9'])(
    'without tokens does not answer under the name %j',
    async (host) => {
      expect([400, 403]).toContain(await statusOf(attacked.gateway, { ...END_ALL, headers: { host } }));
      expect((await attacked.ana.get(NORMAL_CALL)).status).toBe(200);
    },
  );

  it.each(['127.0.0.1', '127.0.0.1:9090', 'localhost:9090', 'LOCALHOST', '[::1]:9090'])(
    'without tokens answers on this machine under %s',
    async (host) => {
      expect(await statusOf(attacked.gateway, { path: '/ops/routes', headers: { host } })).toBe(200);
    },
  );

  it('without tokens, listening for others, keeps its pages to itself and answers probes', async () => {
    const port = new URL(exposed.adminUrl).port;
    const admin = new Client(`http://127.0.0.1:${port}`);
    for (const path of ['/ops/routes', '/ops/sessions']) expect((await admin.get(path)).status).toBe(401);
    for (const path of ['/livez', '/readyz', '/metrics']) expect((await admin.get(path)).status).toBe(200);
  });

  it.each([
    ['none', undefined],
    ['an empty one', 'Bearer '],
    ['a wrong one', `Bearer ${TOKEN}x`],
    ['its hash', `Bearer ${tokens[1]?.secretSha256 ?? ''}`],
    ['basic', `Basic ${Buffer.from(`ana.ops:${TOKEN}`).toString('base64')}`],
    ['two', `Bearer ${TOKEN}, Bearer ${TOKEN}`],
  ])('with tokens takes no call with %s', async (_which, authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    for (const path of ['/ops/routes', '/%6fps/routes', '/ops/sessions', '/ops/sessions?all=true']) {
      const { status, text } = await sendVerbatim(guarded.adminUrl, { path, headers });
      expect(status).toBe(401);
      expect(text).not.toContain('sessions":');
    }
    expect(await statusOf(guarded, { ...END_ALL, headers })).toBe(401);
    expect(await statusOf(guarded, { path: '/livez', headers })).toBe(200);
  });

  it('with tokens answers by an address or a name of the settings', async () => {
    for (const host of ['127.0.0.1', '203.0.113.9:9090', 'localhost', 'gateway.ops.test:9090'])
      expect(await statusOf(guarded, { path: '/ops/routes', headers: { ...bearer, host } })).toBe(200);
    for (const host of ['evil.example', 'gateway.ops.test.evil.example'])
      expect(await statusOf(guarded, { path: '/ops/routes', headers: { ...bearer, host } })).toBe(403);
  });

  it('names who ended sessions, and where somebody was refused', async () => {
    const session = await new Client(guarded.url).logIn();
    expect((await new Client(guarded.adminUrl).delete('/ops/sessions?all=true', { headers: bearer })).status).toBe(200);
    expect((await session.get(NORMAL_CALL)).status).toBe(401);
    const ended = await eventually(() =>
      Promise.resolve(auditOf(guarded).find(({ event }) => event === 'admin_sessions_ended')),
    );
    expect(ended).toMatchObject({ admin: 'ana.ops', address: '127.0.0.1', count: 1 });
    const refused = auditOf(guarded).filter(({ event }) => event === 'admin_refused');
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['token', 'host']));
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
