/**
 * The attack: to find a password by trying many, in ways that look like few: at once, over two replicas, under many spellings,
 * from many addresses or such as are made up, one password for many accounts, with a right login of one's own between; or to
 * learn from answers and their time who has an account.
 */
import { randomUUID } from 'node:crypto';
import { ATTACK_START_MS, AttackedGateway, expectRefusal } from '../support/attacked-gateway.js';
import { Client, LUIS, type Reply } from '../support/client.js';

const LOGIN = '/v1/auth/operator/login';
const UPSTREAM_LOGIN = { upstream: 'cms', path: '/app/users/login' } as const;
const TRIES = 5;
const ADDRESS_TRIES = 12;
const PEDRO = { email: 'pedro@demo.migo.test', password: 'Demo-Pass-4!' };
const SARA = { email: 'sara@demo.migo.test', password: 'Demo-Pass-5!' };
const LOCKED = { status: 429, code: 'rate_limited' };

describe('guessing passwords', () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    const limits = {
      login: { requests: TRIES, seconds: 900 },
      loginAddress: { requests: ADDRESS_TRIES, seconds: 900 },
      refusalStepMs: 50,
    };
    attacked = await AttackedGateway.start(() => ({ limits, server: { trustedProxies: ['127.0.0.1'] } }), 2);
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());

  beforeEach(() => attacked.control.forgetCalls());

  const tried = (index: number, credentials: object, from = `198.51.${Math.floor(index / 250)}.${index % 250}`) =>
    new Client(attacked.replicaUrl(index)).post(LOGIN, credentials, { headers: { 'x-forwarded-for': from } });
  const atOnce = (count: number, call: (index: number) => Promise<Reply>): Promise<Reply[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => call(index)));
  const countOf = (replies: readonly Reply[], status: number): number =>
    replies.filter((reply) => reply.status === status).length;
  const password = (index: number): string => `guess-${String(index).padStart(8, '0')}`;

  it('has few guesses at an account at once, at one replica, from as many addresses as one likes', async () => {
    const replies = await atOnce(60, (index) => tried(2 * index, { ...PEDRO, password: password(index) }));

    expect(countOf(replies, 401)).toBe(TRIES);
    expect(countOf(replies, 429)).toBe(replies.length - TRIES);
    expect(await attacked.control.calls(UPSTREAM_LOGIN)).toHaveLength(TRIES);
  });

  it('has no more at another replica, nor with the right password', async () => {
    expectRefusal(await tried(1, PEDRO), LOCKED, PEDRO.password);
    expect(await attacked.control.calls()).toEqual([]);
  });

  it.each(['PEDRO@demo.migo.test', 'Pedro@Demo.Migo.Test', 'ｐedro@demo.migo.test'])(
    'has no more for spelling it %s',
    async (email) => {
      const { status } = await tried(0, { email, password: password(0) });

      expect([400, 429]).toContain(status);
      expect(await attacked.control.calls()).toEqual([]);
    },
  );

  it('has few more by asking two replicas at once, and is told of no more', async () => {
    const email = `${randomUUID()}@demo.migo.test`;

    const replies = await atOnce(60, (index) => tried(index, { email, password: password(index) }));

    expect(countOf(replies, 401)).toBe(TRIES);
    const sent = await attacked.control.calls(UPSTREAM_LOGIN);
    expect(sent.length).toBeLessThanOrEqual(2 * TRIES);
  });

  it('has few accounts to try one password at, from one address', async () => {
    const replies = await atOnce(50, (index) =>
      tried(2 * index, { email: `victim${index}@demo.migo.test`, password: password(1) }, '203.0.113.50'),
    );

    expect(countOf(replies, 401)).toBe(ADDRESS_TRIES);
    expect(await attacked.control.calls(UPSTREAM_LOGIN)).toHaveLength(ADDRESS_TRIES);
    expectRefusal(await tried(1, LUIS, '203.0.113.50'), LOCKED);
    expect((await tried(1, LUIS, '203.0.113.51')).status).toBe(200);
  });

  it.each([
    ['addresses that it makes up', (index: number) => `10.0.${index}.1, 203.0.113.60`],
    ['other halves of an IPv6 address', (index: number) => `2001:db8:0:1:${index.toString(16)}::1`],
  ])('has no more accounts with %s', async (_what, from) => {
    const replies = await atOnce(40, (index) =>
      tried(2 * index, { email: `${randomUUID()}@demo.migo.test`, password: password(index) }, from(index)),
    );

    expect(countOf(replies, 401)).toBe(ADDRESS_TRIES);
  });

  it('is not forgiven its address for a right login of its own', async () => {
    const from = '203.0.113.70';
    const statuses: number[] = [];
    for (let index = 0; index < ADDRESS_TRIES + 2; index += 1) {
      expect([200, 429]).toContain((await tried(index, SARA, from)).status);
      const guess = { email: `${randomUUID()}@demo.migo.test`, password: password(index) };
      statuses.push((await tried(index, guess, from)).status);
    }

    expect(statuses).toEqual([...Array.from({ length: ADDRESS_TRIES }, () => 401), 429, 429]);
  });

  it('learns no more of an account from a lock than of one that does not exist', async () => {
    const email = `${randomUUID()}@demo.migo.test`;
    for (let index = 0; index < TRIES; index += 1) await tried(index, { email, password: password(index) });

    const [unknown, known] = [await tried(0, { email, password: password(9) }), await tried(0, PEDRO)];

    const face = ({ status, body: { requestId: _, instance: __, ...body } }: Reply): object => ({ status, body });
    expect(face(unknown)).toEqual(face(known));
    expect(unknown.status).toBe(429);
  });

  it('has harmed nobody', () => attacked.expectUnharmed());
});
