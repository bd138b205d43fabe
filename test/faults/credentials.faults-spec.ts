import { eventually, pause } from '../storage/eventually.js';
import type { Client, Reply } from '../support/client.js';
import { print, Replicas, statuses, TOKEN_USERS, type TokenUserName } from '../support/replicas.js';
import { after, answering, HeldCalls, silent } from '../support/token-upstream.js';

const PARALLEL = 200;
const LONG_MS = 180_000;
const NAMES = Object.keys(TOKEN_USERS) as TokenUserName[];
const [SERVICE, ANA] = [TOKEN_USERS.application.path, TOKEN_USERS.operator.path];

const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10;

/** Does what a client is told to: waits as long as `Retry-After` says and calls again. All answers, the last one first. */
async function persist(client: Client, path: string): Promise<Reply[]> {
  const reply = await client.get(path);
  if (reply.status !== 503) return [reply];
  const wait = Number(reply.headers.get('retry-after'));
  if (!(wait >= 1)) throw new Error('503 without Retry-After');
  await pause(wait * 1000);
  return [...(await persist(client, path)), reply];
}

describe('the credentials of three replicas', () => {
  let replicas: Replicas;

  beforeAll(async () => {
    replicas = await Replicas.start(3);
  }, LONG_MS);
  beforeEach(() => {
    replicas.upstream.behaviour = (issue) => issue();
    replicas.upstream.tokens.accessSeconds = 1800;
  });
  afterAll(() => replicas.close());

  /** The path of each token call since they were forgotten. */
  const tokenCalls = (): string[] => replicas.upstream.tokenCalls.map(({ path }) => path).sort();

  describe.each([0, 10_000])('with a token endpoint that takes %i ms', (ms) => {
    it.each(NAMES)(
      'renew the token of an %s once for 3 x 200 parallel calls, all of which succeed',
      async (name) => {
        const { kind, path } = TOKEN_USERS[name];
        const { upstream, gateways } = replicas;
        const caller = await replicas.logIn(name);
        upstream.tokens.expireAccess(kind);
        upstream.forgetCalls();
        upstream.behaviour = after(ms);
        const startedAt = performance.now();

        const answers = await Promise.all(
          gateways.flatMap(({ url }) => Array.from({ length: PARALLEL }, () => persist(caller.at(url), path))),
        );

        const last = answers.map(([reply]) => reply).filter((reply) => reply !== undefined);
        print(`${name}, 3 x ${PARALLEL} parallel calls, token endpoint ${ms} ms`, {
          statuses: statuses(answers.flat()),
          lastOfEach: statuses(last),
          tokenCalls: upstream.tokenCalls.length,
          seconds: seconds(startedAt),
        });
        expect(statuses(last)).toEqual({ 200: 3 * PARALLEL });
        expect(Object.keys(statuses(answers.flat()))).toEqual(ms === 0 ? ['200'] : ['200', '503']);
        expect(upstream.tokenCalls).toHaveLength(1);
        expect(upstream.tokens.replays).toBe(0);
      },
      LONG_MS,
    );
  });

  /** A replica of its own is about to renew both records, and its upstream has rotated both tokens. */
  const holdRenewals = async (): Promise<{
    service: Client;
    ana: Client;
    owner: Replicas['gateways'][number];
    held: HeldCalls;
  }> => {
    const { upstream } = replicas;
    const [service, ana] = [await replicas.logIn('application'), await replicas.logIn('operator')];
    const owner = await replicas.add();
    upstream.tokens.expireAccess('application');
    // The CMS has a token of the application too, which is none of those that are held.
    await ana.get(ANA);
    upstream.tokens.expireAccess('user');
    upstream.forgetCalls();
    const held = new HeldCalls(2);
    upstream.behaviour = held.behaviour;
    for (const call of [service.at(owner.url).get(SERVICE), ana.at(owner.url).get(ANA)]) call.catch(() => undefined);
    await eventually(() => Promise.resolve(held.areAll));
    return { service, ana, owner, held };
  };

  const leave = (gateway: Replicas['gateways'][number]): void => {
    replicas.gateways = replicas.gateways.filter((one) => one !== gateway);
  };

  it.each([
    ['its answer is there, and in time', 12_000],
    ['the time for its answer is over', 40_000],
  ])(
    'recover from the owner of the leases that stands still until %s (%i ms), and refuse its late writes',
    async (_what, ms) => {
      const { upstream } = replicas;
      const { service, ana, owner, held } = await holdRenewals();
      process.kill(owner.pid, 'SIGSTOP');
      const stoppedAt = performance.now();

      await eventually(async () => (await service.get(SERVICE)).status === 200);
      const recovered = seconds(stoppedAt);
      const ended = await eventually(async () => {
        const reply = await ana.get(ANA);
        return reply.status !== 503 && reply;
      });
      const newer = upstream.lastAuthorization;
      held.release();
      const before = await replicas.records();
      await pause(ms - (performance.now() - stoppedAt));
      process.kill(owner.pid, 'SIGCONT');
      await pause(2000);

      expect(await replicas.records()).toEqual(before);
      await service.get(SERVICE);
      const stored = upstream.lastAuthorization;
      const again = await service.at(owner.url).get(SERVICE);
      const used = upstream.lastAuthorization;
      const endedThere = await ana.at(owner.url).get(ANA);
      print(`owner stopped for ${ms} ms`, {
        recoveredSeconds: recovered,
        user: ended.body.code,
        atTheOwner: [again.status, endedThere.body.code],
        ownerUsesTheNewerToken: used === stored,
        tokenCalls: tokenCalls(),
      });
      expect(ended).toMatchObject({ status: 401, body: { code: 'session_expired' } });
      expect(endedThere).toMatchObject({ status: 401, body: { code: 'session_expired' } });
      expect(again.status).toBe(200);
      expect([newer, stored, used]).not.toContain(undefined);
      expect(used).toBe(stored);
      expect(tokenCalls()).toEqual(['/app/users/refresh', '/auth/login', '/auth/refresh']);
      expect(await replicas.records()).toEqual(before);
      leave(owner);
      await owner.stop('SIGKILL');
    },
    LONG_MS,
  );

  it(
    'use the newer token that is stored where a refresh is refused too late',
    async () => {
      const { upstream } = replicas;
      const { service, owner, held } = await holdRenewals();
      process.kill(owner.pid, 'SIGSTOP');
      await eventually(async () => (await service.get(SERVICE)).status === 200);
      held.release(answering(401));
      await pause(500);
      process.kill(owner.pid, 'SIGCONT');
      await pause(500);

      const there = await service.at(owner.url).get(SERVICE);
      const used = upstream.lastAuthorization;
      await service.get(SERVICE);

      print('refused, but a newer version stored', { status: there.status, tokenCalls: tokenCalls() });
      expect(there.status).toBe(200);
      expect(used).toBe(upstream.lastAuthorization);
      expect(tokenCalls().filter((path) => path.startsWith('/auth'))).toEqual(['/auth/login', '/auth/refresh']);
      leave(owner);
      await owner.stop('SIGKILL');
    },
    LONG_MS,
  );

  it(
    'recover from a replica that was killed between the rotation and its write, without a loop',
    async () => {
      const { upstream } = replicas;
      const { service, ana, owner, held } = await holdRenewals();
      await owner.stop('SIGKILL');
      leave(owner);
      const killedAt = performance.now();
      const seen: { name: TokenUserName; second: number; status: number }[] = [];
      while (performance.now() - killedAt < 60_000) {
        const turn = replicas.url(seen.length % 3);
        const [one, other] = await Promise.all([service.at(turn).get(SERVICE), ana.at(turn).get(ANA)]);
        seen.push({ name: 'application', second: seconds(killedAt), status: one.status });
        seen.push({ name: 'operator', second: seconds(killedAt), status: other.status });
        await pause(200);
      }
      held.release();

      const of = (name: TokenUserName): typeof seen => seen.filter((call) => call.name === name);
      const recovered = of('application').find(({ status }) => status === 200)?.second;
      print('killed between rotation and write, watched for a minute', {
        recoveredSeconds: recovered,
        application: statuses(of('application')),
        operator: statuses(of('operator')),
        tokenCalls: tokenCalls(),
      });
      expect(recovered).toBeLessThan(10);
      expect(of('operator').at(-1)?.status).toBe(401);
      expect((await ana.get('/v1/auth/session')).body.data.credentials).toEqual({ cms: 'reauth_required' });
      expect(tokenCalls()).toEqual(['/app/users/refresh', '/auth/login', '/auth/refresh']);
      expect(upstream.tokens.replays).toBe(0);
    },
    LONG_MS,
  );

  it.each([
    ['500', answering(500)],
    ['503', answering(503)],
    ['429', answering(429)],
    ['garbage', answering(200, '<html>502 Bad Gateway</html>')],
    ['nothing', silent],
  ])(
    'lose no session where each token call is answered with %s for 30 s, and serve every call while the old token lasts',
    async (what, behaviour) => {
      const { upstream } = replicas;
      upstream.tokens.accessSeconds = 22;
      const callers = await Promise.all(NAMES.map(async (name) => ({ name, client: await replicas.logIn(name) })));
      const startedAt = performance.now();
      upstream.forgetCalls();
      upstream.behaviour = behaviour;
      const seen: { second: number; status: number }[] = [];
      const watch = async (untilSecond: number): Promise<void> => {
        for (let turn = 0; seconds(startedAt) < untilSecond; turn += 1) {
          const second = seconds(startedAt);
          const at = replicas.url(turn % 3);
          for (const { name, client } of callers)
            void client
              .at(at)
              .get(TOKEN_USERS[name].path)
              .then(({ status }) => seen.push({ second, status }));
          await pause(250);
        }
      };
      await watch(30);
      upstream.behaviour = (issue) => issue();
      const healedAt = performance.now();
      const replies = await Promise.all(callers.map(({ name, client }) => persist(client, TOKEN_USERS[name].path)));
      const recovered = seconds(healedAt);
      await pause(6500);

      // Issued for 21 to 22 s, not sent in the last tenth of them.
      const lasting = seen.filter(({ second }) => second < 18);
      print(`token calls answered with ${what} for 30 s`, {
        whileItLasts: statuses(lasting),
        afterwards: statuses(seen.filter(({ second }) => second >= 18)),
        recoveredSeconds: recovered,
        tokenCalls: upstream.tokenCalls.length,
      });
      expect(statuses(lasting)).toEqual({ 200: lasting.length });
      expect(seen.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
      expect(statuses(replies.map(([last]) => ({ status: last?.status ?? 0 })))).toEqual({ 200: callers.length });
      expect(upstream.tokens.replays).toBe(0);
    },
    LONG_MS,
  );
});
