import { pause } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { print, Replicas, statuses, TOKEN_USERS } from '../support/replicas.js';
import { SteppedReplica } from '../support/stepped-replica.js';

const HOUR_MS = 3_600_000;
const LONG_MS = 180_000;
const SESSION = '/v1/auth/session';
const [LIST, CARD] = [TOKEN_USERS.operator.path, TOKEN_USERS.application.path];
/** Seconds. */
const ENDS = { session: 75, stepUp: 30, serviceToken: 20, accessToken: 12 };

describe('gateways of which one is set an hour ahead, one an hour back, and one was started an hour ahead', () => {
  let replicas: Replicas;

  beforeAll(async () => {
    const sessions = {
      keys: [{ id: 'k1', secret: Buffer.alloc(32, 7).toString('base64') }],
      ...{ idleSeconds: 60, absoluteSeconds: ENDS.session, stepUpSeconds: ENDS.stepUp },
    };
    replicas = await Replicas.start(0, { config: { sessions } });
  }, LONG_MS);
  afterAll(() => replicas.close());

  it(
    'end nothing early, and use nothing after its end',
    async () => {
      const { upstream, key } = replicas;
      const [ahead, back] = [await SteppedReplica.add(replicas), await SteppedReplica.add(replicas)];
      await SteppedReplica.add(replicas, HOUR_MS);
      const urls = replicas.gateways.map(({ url }) => url);
      const startedAt = performance.now();
      const until = (second: number): Promise<void> => pause(startedAt + second * 1000 - performance.now());

      const first = await replicas.logIn('operator');
      const { body } = await first.send('PUT', '/v1/auth/otp', { body: { otp: '123456' } });
      const ana = new Client(first.baseUrl, { authorization: `Bearer ${String(body.data.sessionToken)}` });
      const service = await replicas.logIn('application');
      const expiring = async (): Promise<Client> => {
        const exp = Math.floor((performance.timeOrigin + startedAt) / 1000) + ENDS.serviceToken;
        return ana.withToken(await key.sign({ claims: { exp, jti: Math.random().toString() } }));
      };
      const [verified, unseen] = [await expiring(), await expiring()];
      upstream.forgetCalls();

      ahead.step(HOUR_MS);
      back.step(-HOUR_MS);
      const seen: { status: number }[] = [];
      const stepUp: number[] = [];
      while (performance.now() - startedAt < 15_000) {
        for (const url of urls) {
          const [view, ...others] = await Promise.all([
            ana.at(url).get(SESSION),
            ...[ana.at(url).get(LIST), service.at(url).get(CARD), verified.at(url).get(CARD)],
          ]);
          seen.push(view, ...others);
          stepUp.push(view.body.data.stepUpSecondsLeft);
        }
        await pause(250);
      }
      // What one of them begins is good at the others.
      for (const url of urls) {
        const [user, other] = [await new Client(url).logIn(), await new Client(url).asService()];
        for (const there of urls) seen.push(await user.at(there).get(LIST), await other.at(there).get(CARD));
      }
      const refreshes = upstream.tokenCalls.filter(({ path }) => path.endsWith('refresh')).length;

      await until(ENDS.serviceToken + 1);
      const tokens = await Promise.all(urls.flatMap((url) => [verified.at(url).get(CARD), unseen.at(url).get(CARD)]));
      await until(ENDS.stepUp + 2);
      const late = await Promise.all(urls.map((url) => ana.at(url).get(SESSION)));
      const windows = late.map(({ body: view }) => Number(view.data.stepUpSecondsLeft));

      upstream.tokens.accessSeconds = ENDS.accessToken;
      const brief = await replicas.logIn('operator');
      upstream.forgetCalls();
      const lives: { status: number }[] = [];
      while (performance.now() - startedAt < (ENDS.session - 10) * 1000) {
        for (const url of urls) lives.push(await brief.at(url).get(LIST));
        await pause(100);
      }
      const [refused, renewals] = [upstream.refused, upstream.tokenCalls.length];
      const lateView = await Promise.all(urls.map((url) => ana.at(url).get(SESSION)));
      await until(ENDS.session + 6);
      const sessions = await Promise.all(urls.map((url) => ana.at(url).get(SESSION)));

      print('clocks an hour off', {
        calls: statuses(seen),
        needlessRefreshes: refreshes,
        endedServiceTokens: statuses(tokens),
        endedStepUpWindows: windows,
        briefTokens: { calls: statuses(lives), renewals, usedAfterTheEnd: refused },
        sessions: { before: statuses(lateView), after: statuses(sessions) },
      });
      expect(statuses(seen)).toEqual({ 200: seen.length });
      expect(Math.min(...stepUp)).toBeGreaterThan(0);
      expect(Math.max(...stepUp)).toBeLessThanOrEqual(ENDS.stepUp);
      expect(refreshes).toBe(0);
      expect(statuses(tokens)).toEqual({ 401: tokens.length });
      expect(windows).toEqual([0, 0, 0]);
      expect(statuses(lives)).toEqual({ 200: lives.length });
      expect(refused).toBe(0);
      expect(renewals).toBeLessThan(20);
      expect(statuses(lateView)).toEqual({ 200: 3 });
      expect(statuses(sessions)).toEqual({ 401: 3 });
    },
    LONG_MS,
  );
});

describe('an upstream whose clock is off', () => {
  let replicas: Replicas;

  beforeAll(async () => {
    replicas = await Replicas.start(1);
  }, LONG_MS);
  afterAll(() => replicas.close());

  it.each([-120, 120])(
    'by %i s has its tokens used until their end and not longer',
    async (skew) => {
      const { upstream } = replicas;
      upstream.skew = skew;
      upstream.tokens.accessSeconds = 20;
      const ana = await replicas.logIn('operator');
      upstream.tokens.expireAccess('application');
      await ana.get(LIST);
      upstream.forgetCalls();
      const startedAt = performance.now();
      const seen: { status: number }[] = [];
      while (performance.now() - startedAt < 40_000) {
        seen.push(await ana.get(LIST));
        await pause(50);
      }
      const { refused } = upstream;
      const perMinute = (upstream.tokenCalls.length * 60_000) / (performance.now() - startedAt);
      print(`upstream ${skew} s off`, {
        calls: statuses(seen),
        usedAfterTheEnd: refused,
        tokenCalls: upstream.tokenCalls.length,
      });
      expect(statuses(seen)).toEqual({ 200: seen.length });
      expect(refused).toBe(0);
      // Two tokens of 20 s, each renewed in the second quarter of its life: no sooner than after 5 s.
      expect(perMinute).toBeLessThanOrEqual(2 * 13);
    },
    LONG_MS,
  );
});
