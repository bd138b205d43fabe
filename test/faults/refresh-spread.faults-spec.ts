import { Client } from '../support/client.js';
import { OpaqueTokens } from '../support/foreign/opaque-tokens.js';
import { print, Replicas, statuses, TOKEN_USERS } from '../support/replicas.js';
import { SteadyLoad } from '../support/steady-load.js';
import { eventually, pause } from '../storage/eventually.js';
import { after } from '../support/token-upstream.js';

const SESSIONS = 10_000;
/** Each session calls every 25 s, and has 38 s from the latest moment at which its token is due until it may not be sent any more. */
const PER_SECOND = 400;
const AT_ONCE = 40;
/** From the first login to the end of every token. */
const LIFE_SECONDS = 240;
const LONG_MS = 400_000;

/** So many logins at once may be too much for a machine that is busy. A client of its own: ten thousand handles are more than the search through the logs should have to look for. */
async function logIn(url: string, index: number): Promise<Client> {
  const credentials = { email: `user-${index}@demo.migo.test`, password: 'Some-Pass-1!', transport: 'token' };
  const handle = await eventually(async (): Promise<string | undefined> => {
    const { body } = await new Client(url).post('/v1/auth/operator/login', credentials);
    return body.data === undefined ? undefined : String(body.data.sessionToken);
  });
  return new Client(url, { authorization: `Bearer ${handle}` });
}

describe(`${SESSIONS} sessions whose tokens end in the same second`, () => {
  let replicas: Replicas;

  beforeAll(async () => {
    const tokens = new OpaqueTokens(() => undefined);
    const limits = { addressLogins: { requests: 2 * SESSIONS, seconds: 900 } };
    replicas = await Replicas.start(3, { tokens, config: { limits } });
  }, LONG_MS);
  afterAll(() => replicas.close());

  it(
    'are refreshed over at least 10 s, and no request waits for the refresh of another',
    async () => {
      const { upstream, gateways } = replicas;
      const endsAt = Math.floor(Date.now() / 1000) + LIFE_SECONDS;
      upstream.tokens.accessEnd = endsAt;
      const sessions: Client[] = [];
      while (sessions.length < SESSIONS) {
        const batch = Array.from({ length: AT_ONCE }, (_, index) =>
          logIn(replicas.url(index % 3), sessions.length + index),
        );
        sessions.push(...(await Promise.all(batch)));
      }
      const loginSeconds = LIFE_SECONDS - Math.round(endsAt - Date.now() / 1000);
      upstream.tokens.accessEnd = undefined;
      upstream.forgetCalls();
      upstream.behaviour = after(100);
      // Every session comes to every replica.
      const callers = gateways.flatMap((_, turn) =>
        sessions.map((session, index) => session.at(replicas.url((index + turn) % 3))),
      );
      const load = new SteadyLoad(callers, TOKEN_USERS.operator.path, PER_SECOND);
      await pause(endsAt * 1000 - Date.now() + 5000);
      await load.stop();

      const times = upstream.tokenCalls
        .filter(({ path }) => path === '/app/users/refresh')
        .map(({ at }) => at)
        .sort((a, b) => a - b);
      const at = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? 0;
      const spread = (from: number, to: number): number => Math.round((at(to) - at(from)) / 100) / 10;
      // From the first refresh on: what a busy machine did before has nothing to do with them.
      const calls = load.answers.filter((answer) => answer.at - answer.ms >= at(0));
      const ms = calls.map((answer) => answer.ms).sort((a, b) => a - b);
      const share = (part: number): number => Math.round(ms[Math.floor((ms.length - 1) * part)] ?? 0);
      const perSecond = times.reduce<Record<number, number>>((counts, time) => {
        const second = Math.floor(time / 1000);
        return { ...counts, [second]: (counts[second] ?? 0) + 1 };
      }, {});
      print(`${SESSIONS} sessions whose tokens end in the same second`, {
        loginSeconds,
        refreshes: times.length,
        spreadSeconds: { all: spread(0, 1), middle90Percent: spread(0.05, 0.95) },
        most: Math.max(...Object.values(perSecond)),
        callsFromTheFirstRefreshOn: statuses(calls),
        ms: { p50: share(0.5), p99: share(0.99), longest: share(1) },
        replays: upstream.tokens.replays,
      });
      expect(times).toHaveLength(SESSIONS);
      expect(upstream.tokens.replays).toBe(0);
      expect(spread(0.05, 0.95)).toBeGreaterThan(10);
      expect(statuses(calls)).toEqual({ 200: calls.length });
      expect(upstream.refused).toBe(0);
      expect(share(0.99)).toBeLessThan(500);
    },
    LONG_MS,
  );
});
