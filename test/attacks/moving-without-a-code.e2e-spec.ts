/**
 * The attack: with somebody's session, but without his telephone, to move money, a PIN or rights; with a code of another session,
 * or of somebody else; or in pieces that look small. As the production profile is shipped.
 */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { ATTACK_START_MS, AttackedGateway } from '../support/attacked-gateway.js';
import { ANA, type Client, type Reply } from '../support/client.js';

const { stepUp } = load(readFileSync('config/production.yaml', 'utf8')) as {
  stepUp: { rows: Record<string, string>; above: Record<string, number> };
};
const MOST = stepUp.above['transfers.createTransfer'] ?? 0;
const FUNDS = { operation: 'ADD_FUNDS', amount: 10, currency: 'GTQ', channel: 'WEB' };
const GRANT = { permissions: [{ permissionId: 1, granted: true }] };

type Way = [row: string, who: 'ana' | 'jose', method: string, path: string, body: unknown];
const WAYS: Way[] = [
  ['cards.setPin', 'jose', 'POST', '/v1/cards/1001/pin', { pin: '1234' }],
  ['cards.setUserPin', 'ana', 'POST', '/v1/cards/1001/users/50255551234/pin', { pin: '1234' }],
  ['cards.assignFunds', 'ana', 'POST', '/v1/cards/1001/funds', FUNDS],
  ['cards.updateFunds', 'ana', 'PUT', '/v1/cards/1001/funds', FUNDS],
  ['user-permissions.grantUserPermissions', 'ana', 'POST', '/v1/users/50255551234/permissions', GRANT],
  ['user-permissions.updateUserPermissions', 'ana', 'PATCH', '/v1/users/50255551234/permissions', GRANT],
  ['terminals.deleteTerminal', 'ana', 'DELETE', '/v1/businesses/terminals/dev-1', undefined],
];

describe('without a recent code', () => {
  let attacked: AttackedGateway;
  let jose: Client;

  beforeAll(async () => {
    attacked = await AttackedGateway.start(() => ({ stepUp: { ...stepUp, byPermission: false } }));
    jose = await attacked.anonymous.logInAsCardholder();
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(async () => {
    await attacked.control.clearFaults();
    await attacked.control.forgetCalls();
  });

  const codeOf = ({ body }: Reply): string => String(body?.code);
  const verified = async (from: Client): Promise<Client> => {
    await from.post('/v1/auth/otp', {});
    const { body } = await from.send('PUT', '/v1/auth/otp', { body: { otp: await attacked.control.otp(ANA.email) } });
    return attacked.anonymous.withToken(String(body.data.sessionToken));
  };
  const transfer = (from: Client, amount: unknown): Promise<Reply> =>
    from.post('/v1/cards/transfer', { fromCardId: 1001, toCardId: 1002, amount });

  it('every row of the production profile is tried here', () => {
    expect(WAYS.map(([row]) => row).sort()).toEqual(Object.keys(stepUp.rows).sort());
    expect(new Set(Object.values(stepUp.rows))).toEqual(new Set(['required']));
    expect(MOST).toBeGreaterThan(0);
  });

  it.each(WAYS)('%s is refused to %s: %s %s', async (_row, who, method, path, body) => {
    const reply = await (who === 'jose' ? jose : attacked.ana).send(method, path, { body });

    expect(codeOf(reply)).toBe('step_up_required');
    expect(await attacked.control.calls({ upstream: 'wallet' })).toEqual([]);
  });

  it('a transfer passes up to the amount, and no further', async () => {
    for (const amount of [MOST + 0.01, MOST * 1000])
      expect(codeOf(await transfer(jose, amount))).toBe('step_up_required');
    for (const amount of [String(MOST * 2), [MOST * 2], null])
      expect((await transfer(jose, amount)).status).toBeGreaterThanOrEqual(400);
    expect(await attacked.control.calls({ path: '/cards/transfer' })).toEqual([]);

    expect(codeOf(await transfer(jose, MOST))).not.toBe('step_up_required');
    expect(await attacked.control.calls({ path: '/cards/transfer' })).toHaveLength(1);
  });

  it('a code opens the window of its own session alone', async () => {
    const other = await attacked.anonymous.logIn();
    const mine = await verified(await attacked.anonymous.logIn());

    expect(codeOf(await mine.post('/v1/cards/1001/funds', FUNDS))).not.toBe('step_up_required');
    expect(codeOf(await other.post('/v1/cards/1001/funds', FUNDS))).toBe('step_up_required');
  });

  it('a service is not asked', async () => {
    const service = await attacked.anonymous.asService();

    expect(codeOf(await transfer(service, MOST * 2))).not.toBe('step_up_required');
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});

describe('what the CMS marks as under a code', () => {
  const LEAD_FILE = '/v1/cards/1001/statements';
  const STATEMENT = { month: 10, year: 2026 };
  let attacked: AttackedGateway;

  const start = async (byPermission: boolean, data: unknown): Promise<Reply> => {
    attacked = await AttackedGateway.start(() => ({ stepUp: { byPermission } }));
    const answer = { kind: 'status', status: 200, body: { success: true, data } } as const;
    await attacked.control.fault({ upstream: 'cms', path: '/app/users/', method: 'GET', ...answer });
    return attacked.ana.post(LEAD_FILE, STATEMENT);
  };

  afterEach(() => attacked.close());

  it.each<[what: string, byPermission: boolean, data: object[], isAsked: boolean]>([
    ['a permission with the mark', false, [{ resource: 'cards-admin', action: 'detail', otp: true }], true],
    ['one without', false, [{ resource: 'cards-admin', action: 'detail', otp: false }], false],
    [
      'the action otp of the resource, where the settings say that it means this',
      true,
      ['detail', 'otp'].map((action) => ({ resource: 'cards-admin', action })),
      true,
    ],
    [
      'the action otp, where they do not',
      false,
      ['detail', 'otp'].map((action) => ({ resource: 'cards-admin', action })),
      false,
    ],
    [
      'the action otp of another resource',
      true,
      [
        { resource: 'cards-admin', action: 'detail' },
        { resource: 'cardholders', action: 'otp' },
      ],
      false,
    ],
  ])(
    '%s',
    async (_what, byPermission, data, isAsked) => {
      const reply = await start(byPermission, data);

      expect(reply.body.code === 'step_up_required').toBe(isAsked);
    },
    ATTACK_START_MS,
  );
});
