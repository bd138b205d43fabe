import { eventually, pause } from '../storage/eventually.js';
import type { Client } from '../support/client.js';
import { print, Replicas, seconds, statuses, TOKEN_USERS, type TokenUserName } from '../support/replicas.js';
import { answering, HeldCalls } from '../support/token-upstream.js';

const LONG_MS = 180_000;
const [SERVICE, ANA] = [TOKEN_USERS.application.path, TOKEN_USERS.operator.path];

describe('three replicas, one more of which owns the leases of two renewals,', () => {
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
});
