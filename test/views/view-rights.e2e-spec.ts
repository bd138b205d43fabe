import { createHash, randomBytes } from 'node:crypto';
import { grants } from '../../src/auth/callers/scopes.js';
import type { PreparedSection } from '../../src/views/language/prepared-view.js';
import { Client, type Reply } from '../support/client.js';
import { OPERATOR } from '../support/foreign/cms.js';
import { rowSettings, SERVICE } from '../support/foreign/rows/row-settings.js';
import { CARDHOLDER } from '../support/foreign/rows/row-upstreams.js';
import { ViewUpstreams } from '../support/foreign/views/view-upstreams.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { FOREIGN_VIEWS, type ForeignView, operationOf } from './foreign-views.js';

const READER = { id: 'lectora', secret: randomBytes(24).toString('base64url') };
const READER_SCOPES = ['subscriptions:read', 'transfers:read', 'cardholders:read'];
const OPERATOR_SCOPES = ['plans:read', 'subscriptions:read'];

interface Who {
  title: string;
  kind: 'operator' | 'cardholder' | 'service';
  /** Whether the caller's rights name the row of a section. */
  may: (section: PreparedSection) => boolean;
  /** What the CMS grants. */
  permissions?: readonly { resource: string; action: string }[];
}

const mayOperate =
  (permissions: readonly { resource: string; action: string }[]) =>
  ({ route: { row, target } }: PreparedSection): boolean => {
    if (target.operatorNeeds === 'nothing') return true;
    if (target.operatorNeeds === 'scope') return grants(OPERATOR_SCOPES, row.scope);
    const { permission } = row;
    if (permission === undefined || 'field' in permission) return false;
    return permissions.some(({ resource, action }) => resource === permission[0] && action === permission[1]);
  };

const MOVEMENTS_ONLY = [{ resource: 'card-movements', action: 'list' }];
const DETAIL_ONLY = [{ resource: 'cardholders', action: 'detail' }];

const CALLERS: readonly Who[] = [
  { title: 'a service with every scope', kind: 'service', may: () => true },
  { title: 'a service with some scopes', kind: 'service', may: ({ route }) => grants(READER_SCOPES, route.row.scope) },
  { title: 'a cardholder', kind: 'cardholder', may: ({ route }) => route.row.callers.includes('cardholder') },
  {
    title: 'an operator who sees movements',
    kind: 'operator',
    may: mayOperate(MOVEMENTS_ONLY),
    permissions: MOVEMENTS_ONLY,
  },
  {
    title: 'an operator who sees cardholders',
    kind: 'operator',
    may: mayOperate(DETAIL_ONLY),
    permissions: DETAIL_ONLY,
  },
  { title: 'an operator without a permission', kind: 'operator', may: mayOperate([]), permissions: [] },
];
const TRIALS = CALLERS.flatMap((who) =>
  FOREIGN_VIEWS.map((foreign) => ({ who, foreign, title: `${who.title}: ${foreign.name}` })),
);

/** No section is read with another caller's credential, or without the rights of its row. */
describe('the rights of a view', () => {
  let upstreams: ViewUpstreams;
  let gateway: GatewayProcess;
  let services: Readonly<Record<string, Client>>;
  let cardholder: Client;

  beforeAll(async () => {
    upstreams = await ViewUpstreams.start();
    const settings = rowSettings(upstreams.rows) as { partners: [{ clients: object[]; operatorScopes: string[] }] };
    const [partner] = settings.partners;
    partner.operatorScopes = OPERATOR_SCOPES;
    partner.clients.push({
      id: READER.id,
      secretSha256: createHash('sha256').update(READER.secret).digest('hex'),
      scopes: READER_SCOPES,
      cmsUser: { email: OPERATOR.email, password: OPERATOR.password },
    });
    gateway = await GatewayProcess.start({ config: settings });
    const anyone = new Client(gateway.url);
    services = {
      'a service with every scope': await anyone.asService(SERVICE),
      'a service with some scopes': await anyone.asService(READER),
    };
    cardholder = await anyone.logInAsCardholder(CARDHOLDER);
  });

  afterAll(async () => {
    await upstreams.rows.close();
    await gateway.stop();
  });

  beforeEach(() => {
    upstreams.forget();
  });

  async function clientOf({ title, kind, permissions }: Who): Promise<Client> {
    if (kind === 'cardholder') return cardholder;
    if (kind === 'service') return services[title] ?? cardholder;
    upstreams.permissions = permissions;
    return new Client(gateway.url).logIn({ email: OPERATOR.email, password: OPERATOR.password });
  }

  it.each(TRIALS)('$title', async ({ who, foreign }) => {
    const client = await clientOf(who);

    const reply = await client.get(foreign.path);

    expectCredentials(who);
    expectRights(reply, who, foreign);
  });

  it('is refused as a whole for a partner that is not assigned, and nothing is sent', async () => {
    const reply = await services['a service with every scope']?.get('/v1/views/partners/another');
    expect(reply).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(upstreams.calls).toEqual([]);
  });

  it('never lets a cardholder read of another user', async () => {
    const other = await cardholder.get('/v1/views/cards/770001?userId=someone-else');
    expect(other.body.sections.linkedCards).toMatchObject({ status: 'forbidden', error: { code: 'FORBIDDEN' } });
    const terminal = await cardholder.get('/v1/views/terminals/android%3A9f3c-77?authUserId=someone-else');
    expect(terminal).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN', detail: expect.stringContaining('terminal') },
    });
    expect(upstreams.calls.filter(({ path }) => path.includes('someone-else'))).toEqual([]);
  });

  it('takes no caller without a login', async () => {
    const replies = await Promise.all(FOREIGN_VIEWS.map(({ path }) => new Client(gateway.url).get(path)));
    expect(replies.map(({ status }) => status)).toEqual(FOREIGN_VIEWS.map(() => 401));
    expect(upstreams.calls).toEqual([]);
  });

  function expectCredentials({ kind }: Who): void {
    for (const { key, proof } of upstreams.calls) {
      const ofWallet = kind === 'cardholder' ? 'cardholder' : 'application';
      const expected = key.includes(' /app/')
        ? 'operator'
        : key.includes('/v1/') || key.endsWith(' /transactions')
          ? 'application'
          : ofWallet;
      expect({ key, proof }).toEqual({ key, proof: expected });
    }
  }

  function expectRights({ status, body }: Reply, who: Who, { view, sections }: ForeignView): void {
    const read = new Set(upstreams.calls.map(({ key }) => key));
    const refused = sections.filter((section) => !who.may(section));
    if (!view.callers.some((kind) => kind === who.kind)) {
      expect({ status, code: body.code }).toEqual({ status: 403, code: 'caller_not_allowed' });
      expect(read.size).toBe(0);
      return;
    }
    if (refused.some(({ required }) => required === true)) {
      expect(status).toBe(403);
      // Refused before anything was sent.
      expect([...read]).toEqual([]);
      return;
    }
    expect(status).toBe(200);
    for (const section of sections) {
      const state = body.sections[section.name].status;
      if (who.may(section)) expect([section.name, ['ok', 'skipped'].includes(state)]).toEqual([section.name, true]);
      else {
        expect([section.name, state]).toEqual([section.name, 'forbidden']);
        expect([...read]).not.toContain(operationOf(section));
      }
    }
  }
});
