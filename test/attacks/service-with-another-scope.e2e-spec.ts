/**
 * The attack: a service with a good token calls what its scopes do not name, by a client that has few scopes, by a token that
 * was asked for with few, and by a scope that only looks like the right one. The gateway's own credentials could do it all.
 */
import { hash } from 'node:crypto';
import { grants } from '../../src/auth/callers/scopes.js';
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { ANA, BILLING, type Client } from '../support/client.js';
import { demoPartner } from '../support/demo-partner.js';
import { everyRow, sendRow } from '../support/every-row.js';
import { SigningKey } from '../support/signing-key.js';

const rows = (await everyRow()).filter(({ row }) => row.callers.includes('service'));
const notForServices = (await everyRow()).filter(({ row }) => !row.callers.includes('service'));
const scopes = [...new Set(rows.map(({ row }) => row.scope as string))].sort();
const ours = { params: { partnerId: 'partner-demo' } };
const key = new SigningKey('k1');

/** All but those that grant it: also the scope that differs in its right alone. */
const allBut = (scope: string): string[] => scopes.filter((held) => !grants([held], scope));

/** Like the right scope, but for one thing. */
const lookalikes = (scope: string): string[] => [
  scope.toUpperCase(),
  `${scope}s`,
  scope.slice(0, -1),
  scope.replace(':', '.'),
  `${scope.split(':')[0] ?? ''}:*`,
  `*:${scope.split(':')[1] ?? ''}`,
  '**',
  '__proto__',
];

describe('a service with another scope', () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    const everything = {
      id: BILLING.id,
      secretSha256: hash('sha256', BILLING.secret),
      scopes: ['*'],
      cmsUser: ANA,
    };
    attacked = await AttackedGateway.start(() => ({
      serviceTokens: { keys: [key.setting] },
      partners: [demoPartner({ clients: [everything] })],
    }));
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());

  const withScopes = async (held: readonly string[]): Promise<Client> =>
    attacked.anonymous.withToken(await key.sign({ claims: { scope: held.join(' ') } }));

  it('has many rows to try', () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(scopes.length).toBeGreaterThan(15);
  });

  it.each(rows)('is refused $title, having every scope but that one', async ({ row }) => {
    const service = await withScopes([...allBut(row.scope), ...lookalikes(row.scope)]);

    const reply = await sendRow(service, row, ours);

    expectRefusal(reply, { status: 403, code: 'scope_missing' });
    expect(reply.headers.get('www-authenticate')).toBe(`Bearer error="insufficient_scope", scope="${row.scope}"`);
    await attacked.expectNoUpstreamCall();
  });

  it.each(notForServices)('is refused $title, having every scope', async ({ row }) => {
    expectRefusal(await sendRow(await withScopes(['*']), row, ours), { status: 403, code: 'caller_not_allowed' });
    await attacked.expectNoUpstreamCall();
  });

  it('is refused /v1/auth/sessions, which is for people', async () => {
    const reply = await (await withScopes(['*'])).get('/v1/auth/sessions');

    expectRefusal(reply, { status: 403, code: 'caller_not_allowed' });
    await attacked.expectNoUpstreamCall();
  });

  it('gets no more than it asked for', async () => {
    const { body } = await attacked.anonymous.requestToken(BILLING, { scope: 'plans:read' });
    const service = attacked.anonymous.withToken(String(body.access_token));

    expectRefusal(await service.post('/v1/plans', {}), { status: 403, code: 'scope_missing' });
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
