import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { Client, JOSE } from '../support/client.js';
import { FrontedUpstream } from '../support/fronted-upstream.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { text } from 'node:stream/consumers';

const SESSION = '/v1/auth/session';
const SESSIONS = '/v1/auth/sessions';

interface Told {
  url: string;
  headers: Record<string, unknown>;
  body: unknown;
}

describe('Migo, where it has a logout', () => {
  let simulator: Simulator;
  let cms: FrontedUpstream;
  let wallet: FrontedUpstream;
  let gateway: GatewayProcess;
  let anonymous: Client;
  let told: Told[] = [];
  let answers: (end: (status: number) => void) => void;

  beforeAll(async () => {
    simulator = await startSimulator();
    [cms, wallet] = await Promise.all([
      FrontedUpstream.start(simulator.urls.cms, /logout$/),
      FrontedUpstream.start(simulator.urls.wallet, /logout$/),
    ]);
    for (const upstream of [cms, wallet]) {
      upstream.answers((request, response) => {
        void text(request).then((body) => {
          told.push({ url: request.url ?? '', headers: request.headers, body: JSON.parse(body) });
          answers((status) => response.writeHead(status).end());
        });
      });
    }
    const upstreams = {
      ...upstreamsOf(simulator),
      cms: { baseUrl: cms.url, paths: { operatorLogout: '/app/users/logout' } },
      wallet: { baseUrl: wallet.url, paths: { userLogout: '/users/auth/logout' } },
    };
    gateway = await GatewayProcess.start({ config: { upstreams } });
    anonymous = new Client(gateway.url);
  });

  afterAll(async () => {
    await simulator.close();
    await Promise.all([cms.close(), wallet.close()]);
    await gateway.stop();
  });

  beforeEach(() => {
    told = [];
    answers = (end) => {
      end(200);
    };
  });

  const heard = (count: number): Promise<unknown> => eventually(() => Promise.resolve(told.length === count));

  it('is told of an operator’s, with both tokens', async () => {
    const ana = await anonymous.logIn();
    expect((await ana.delete(SESSION)).status).toBe(200);
    await heard(1);

    const [call] = told;
    expect(call?.url).toMatch(/\/app\/users\/logout$/);
    expect(call?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer ./),
      'x-user-token': expect.stringMatching(/^Bearer ./),
    });
    const { refreshToken } = call?.body as { refreshToken: string };
    expect(refreshToken).not.toBe('');
    mustNotBeLogged(refreshToken, String(call?.headers['x-user-token']).slice('Bearer '.length));
  });

  it('is told of a cardholder’s', async () => {
    const jose = await anonymous.logInAsCardholder(JOSE);
    await jose.delete(SESSION);
    await heard(1);

    expect(told[0]?.url).toMatch(/\/users\/auth\/logout$/);
    expect(told[0]?.headers['x-user-token']).toBeUndefined();
  });

  it('is told of each, when one logs out everywhere', async () => {
    const sessions = [await anonymous.logIn(), await anonymous.logIn(), await anonymous.logIn()];
    expect((await sessions[1]?.delete(SESSIONS))?.status).toBe(200);
    await heard(3);

    for (const session of sessions) expect((await session.get(SESSION)).status).toBe(401);
  });

  it.each<[how: string, answer: typeof answers]>([
    [
      'fails',
      (end) => {
        end(500);
      },
    ],
    ['says nothing', () => undefined],
  ])('holds nobody up where it %s', async (_how, answer) => {
    answers = answer;
    const ana = await anonymous.logIn();
    const startedAt = performance.now();

    expect((await ana.delete(SESSION)).status).toBe(200);

    expect(performance.now() - startedAt).toBeLessThan(2000);
    await heard(1);
    expect((await ana.get(SESSION)).status).toBe(401);
  });
});
