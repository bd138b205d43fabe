import { eventually, pause } from '../storage/eventually.js';
import { print, Replicas, statuses, TOKEN_USERS, type TokenUserName } from '../support/replicas.js';
import { answering, HeldCalls, type TokenBehaviour } from '../support/token-upstream.js';

/** Per replica. `npm run faults` makes it 200, and the token endpoint slow. */
const PARALLEL = 50;
/** The setting `connections`, by default. */
const CONNECTIONS = 64;
const NAMES = Object.keys(TOKEN_USERS) as TokenUserName[];

const GARBAGE = '<html>502 Bad Gateway</html>';
const FAILURES = [answering(500), answering(503), answering(429), answering(200, GARBAGE)];

describe('the credentials of three replicas', () => {
  let replicas: Replicas;

  beforeAll(async () => {
    replicas = await Replicas.start(3);
  });
  beforeEach(() => {
    replicas.upstream.behaviour = (issue) => issue();
    replicas.upstream.tokens.accessSeconds = 1800;
  });
  afterAll(() => replicas.close());

  it.each(NAMES)('renew the token of an %s once for parallel calls at all of them', async (name) => {
    const { kind, path } = TOKEN_USERS[name];
    const { upstream, gateways } = replicas;
    const caller = await replicas.logIn(name);
    upstream.tokens.expireAccess(kind);
    upstream.forgetCalls();

    const replies = await Promise.all(
      gateways.flatMap(({ url }) => Array.from({ length: PARALLEL }, () => caller.at(url).get(path))),
    );

    print(`${name}, 3 x ${PARALLEL} parallel calls`, {
      statuses: statuses(replies),
      tokenCalls: upstream.tokenCalls.length,
    });
    expect(statuses(replies)).toEqual({ 200: 3 * PARALLEL });
    expect(upstream.tokenCalls).toHaveLength(1);
  });

  it('send no refresh token twice in five rounds', async () => {
    const { upstream, gateways } = replicas;
    const ana = await replicas.logIn('operator');
    upstream.forgetCalls();

    for (let round = 1; round <= 5; round += 1) {
      upstream.tokens.expireAccess();
      const replies = await Promise.all(
        gateways.flatMap(({ url }) =>
          Array.from({ length: PARALLEL }, () => ana.at(url).get(TOKEN_USERS.operator.path)),
        ),
      );
      expect(statuses(replies)).toEqual({ 200: 3 * PARALLEL });
    }

    expect(upstream.tokenCalls.map(({ path }) => path).sort()).toEqual([
      ...Array<string>(5).fill('/app/auth/refresh'),
      ...Array<string>(5).fill('/app/users/refresh'),
    ]);
    expect(upstream.tokens.replays).toBe(0);
  });

  it('serve a call that begins when one of its two tokens is renewed and the other not yet', async () => {
    const { upstream } = replicas;
    const { path } = TOKEN_USERS.operator;
    const ana = await replicas.logIn('operator');
    upstream.tokens.expireAccess();
    upstream.forgetCalls();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const refreshes = (): string[] => upstream.tokenCalls.map((call) => call.path);
    upstream.behaviour = async (issue) => {
      const isOfUser = refreshes().at(-1) === '/app/users/refresh';
      const issued = issue();
      if (isOfUser) await held;
      return issued;
    };

    const first = ana.get(path);
    await eventually(() => Promise.resolve(refreshes().includes('/app/users/refresh')));
    const second = ana.get(path);
    await eventually(() => Promise.resolve(upstream.refused === 3));
    await pause(200);
    letGo();

    expect(statuses(await Promise.all([first, second]))).toEqual({ 200: 2 });
    expect(refreshes()).toEqual(['/app/auth/refresh', '/app/users/refresh']);
  });

  it('lose no session to a token endpoint that fails in every way, and serve every call while the old token lasts', async () => {
    const { upstream } = replicas;
    const { path } = TOKEN_USERS.operator;
    // Due in its second quarter, and sent for nine tenths of its life.
    upstream.tokens.accessSeconds = 10;
    const lastsUntil = performance.now() + 7000;
    const ana = await replicas.logIn('operator');
    upstream.forgetCalls();
    let failed = 0;
    const fail: TokenBehaviour = (issue) => (FAILURES[(failed += 1) % FAILURES.length] ?? answering(500))(issue);
    upstream.behaviour = fail;

    const lasting: { status: number }[] = [];
    for (let turn = 0; performance.now() < lastsUntil; turn += 1) {
      lasting.push(await ana.at(replicas.url(turn % 3)).get(path));
      await pause(120);
    }
    const failedEarly = failed;
    const after = await eventually(async () => {
      const reply = await ana.get(path);
      return reply.status !== 200 && reply;
    });
    upstream.behaviour = (issue) => issue();
    const again = await eventually(async () => (await ana.get(path)).status === 200);

    print('failing token endpoint', { whileItLasts: statuses(lasting), failedEarly, after: after.body.code, again });
    expect(statuses(lasting)).toEqual({ 200: lasting.length });
    expect(failedEarly).toBeGreaterThan(0);
    expect(after).toMatchObject({ status: 503, body: { code: 'credential_unavailable' } });
    expect(after.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  it('end only the session whose refresh token is refused', async () => {
    const { upstream } = replicas;
    const { path } = TOKEN_USERS.operator;
    const [ana, other] = [await replicas.logIn('operator'), await replicas.logIn('operator')];
    upstream.tokens.expireAccess('user');
    upstream.behaviour = answering(401);
    const ended = await ana.get(path);
    upstream.behaviour = (issue) => issue();
    upstream.forgetCalls();

    const elsewhere = await ana.at(replicas.url(1)).get(path);
    expect(ended).toMatchObject({ status: 401, body: { code: 'session_expired' } });
    expect(elsewhere).toMatchObject({ status: 401, body: { code: 'session_expired' } });
    expect((await ana.get('/v1/auth/session')).body.data.credentials).toEqual({ cms: 'reauth_required' });
    expect(upstream.tokenCalls).toEqual([]);
    expect((await other.get(path)).status).toBe(200);
  });

  it('serve others while as many refreshes hang as an upstream has connections', async () => {
    const { upstream } = replicas;
    const path = TOKEN_USERS.operator.path;
    const stuck = await Promise.all(Array.from({ length: CONNECTIONS }, () => replicas.logIn('operator')));
    upstream.tokens.expireAccess('user');
    const other = await replicas.logIn('operator');
    const held = new HeldCalls(CONNECTIONS);
    upstream.behaviour = held.behaviour;
    const waiting = stuck.map((session) => session.get(path));
    await eventually(() => Promise.resolve(held.areAll));

    const served = await Promise.all(Array.from({ length: 20 }, () => other.get(path)));
    held.release();

    expect(statuses(served)).toEqual({ 200: 20 });
    expect(statuses(await Promise.all(waiting))).toEqual({ 200: CONNECTIONS });
  });

  it('lose no session to a shutdown during a refresh', async () => {
    const { upstream } = replicas;
    const { path } = TOKEN_USERS.operator;
    upstream.tokens.accessSeconds = 10;
    const ana = await replicas.logIn('operator');
    const leaving = await replicas.add();
    const held = new HeldCalls(1);
    upstream.behaviour = held.behaviour;
    upstream.forgetCalls();
    await eventually(async () => (await ana.at(leaving.url).get(path)).status === 200 && held.areAll);

    const stopped = leaving.stop();
    await pause(500);
    held.release();

    expect(await stopped).toBe(0);
    // Only the new refresh token is good.
    upstream.tokens.expireAccess('user');
    expect((await ana.get(path)).status).toBe(200);
    expect((await ana.get('/v1/auth/session')).body.data.credentials).toEqual({ cms: 'active' });
    expect(upstream.tokens.replays).toBe(0);
  });

  it('recover from a replica that was killed between the rotation and its write', async () => {
    const { upstream } = replicas;
    const [service, ana] = [await replicas.logIn('application'), await replicas.logIn('operator')];
    const victim = await replicas.add();
    upstream.tokens.expireAccess('application');
    // The CMS has a token of the application too: it is none of those that are lost.
    await ana.get(TOKEN_USERS.operator.path);
    upstream.tokens.expireAccess('user');
    const held = new HeldCalls(2);
    upstream.behaviour = held.behaviour;
    upstream.forgetCalls();
    const lost = [
      service.at(victim.url).get(TOKEN_USERS.application.path),
      ana.at(victim.url).get(TOKEN_USERS.operator.path),
    ];
    for (const call of lost) call.catch(() => undefined);
    await eventually(() => Promise.resolve(held.areAll));
    await victim.stop('SIGKILL');
    const killedAt = performance.now();

    const recovery = eventually(async () => {
      return (await service.get(TOKEN_USERS.application.path)).status === 200 && performance.now() - killedAt;
    });
    const end = eventually(async () => {
      const reply = await ana.get(TOKEN_USERS.operator.path);
      return reply.status !== 503 && reply;
    });
    const [recoveredMs, ended] = await Promise.all([recovery, end]);
    held.release();

    const tokenCalls = upstream.tokenCalls.map(({ path }) => path);
    print('killed between rotation and write', {
      recoveredMs: Math.round(recoveredMs),
      ended: ended.body.code,
      tokenCalls,
    });
    expect(ended).toMatchObject({ status: 401, body: { code: 'session_expired' } });
    expect(tokenCalls.sort()).toEqual(['/app/users/refresh', '/auth/login', '/auth/refresh']);
    expect(upstream.tokens.replays).toBe(0);
  });
});
