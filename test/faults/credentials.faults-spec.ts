import { pause } from '../storage/eventually.js';
import type { Client, Reply } from '../support/client.js';
import { print, Replicas, seconds, statuses, TOKEN_USERS, type TokenUserName } from '../support/replicas.js';
import { after, answering, silent } from '../support/token-upstream.js';

const PARALLEL = 200;
const LONG_MS = 180_000;
const NAMES = Object.keys(TOKEN_USERS) as TokenUserName[];

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
