/** One partner with all that it can think of at once: another's reads and payments at the same upstreams take no longer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BILLING, Client } from '../support/client.js';
import { ORIGIN } from '../support/foreign/origins.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { RawConnection } from '../support/held-requests.js';
import { leastP99, type Load, LoadProcess, rawRequest } from '../support/load/load-process.js';
import { print } from '../support/replicas.js';
import { after, answering, ScriptedUpstream, type Script } from '../support/scripted-upstream.js';
import { OTHER_SERVICE, twoPartners } from '../support/two-partners.js';

const START_MS = 30_000;
const TEST_MS = 180_000;
const SECONDS = 6;
const ROUNDS = 3;
const EACH_MS = 20;
const MANY = 64;
const REGISTRATIONS = 500;
/** A machine that others use, too, has moments of its own. */
const NOISE_MS = 5;

const BATCH = '/v1/partners/partner-demo/cardholders/batch/bat_1/progress';
const UPLOAD = '/v1/partners/partner-demo/cardholders/upload';
const READ = '/v1/partners/partner-other/cardholders?limit=1';
const FUNDS = '/v1/cards/1001/funds';
const PAYMENT = { amount: 1.5, operation: 'ADD_FUNDS', reference: 'r-1', channel: 'WEB' };

/** Logs everybody in, keeps streams open, takes no upload to its end, and is slow with registrations. */
const scripted: Script = (response, call) => {
  const data = {
    accessToken: 'at-any',
    refreshToken: 'rt-any',
    expirationToken: new Date(Date.now() + 1_800_000).toISOString(),
  };
  if (call.path.endsWith('/progress')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"progress":1}\n\n');
    return;
  }
  const isRegistration = call.method === 'POST' && call.path.endsWith('/users');
  after(isRegistration ? 1000 : EACH_MS, answering(200, { success: true, data }))(response, call);
};

describe('a partner beside one with 64 streams, 64 uploads and 500 registrations', () => {
  let upstream: ScriptedUpstream;
  let gateway: GatewayProcess;
  let other: Client;
  let loads: LoadProcess[];
  const hanging: RawConnection[] = [];

  beforeAll(async () => {
    upstream = await ScriptedUpstream.start();
    upstream.script = scripted;
    const all = { baseUrl: upstream.url };
    gateway = await GatewayProcess.start({
      config: {
        partners: twoPartners(),
        upstreams: { wallet: all, cms: all, payments: all, middleware: all },
        stepUp: { rows: { 'bulk-uploads.uploadCardholders': 'never' } },
        // It is not for the limits that the other partner is served.
        limits: { public: { requests: 100_000, seconds: 60 } },
      },
    });
    other = await new Client(gateway.url).asService(OTHER_SERVICE);
    loads = [new LoadProcess(gateway.url), new LoadProcess(gateway.url)];
  }, START_MS);
  afterAll(async () => {
    for (const connection of hanging) connection.destroy();
    for (const load of loads) load.stop();
    await gateway.stop();
    await upstream.close();
  });

  /** Rounds of reads and of payments, each by a load of its own. */
  const served = (rounds = ROUNDS): Promise<Load[][]> => {
    const requests = [rawRequest(other, 'GET', READ), rawRequest(other, 'POST', FUNDS, PAYMENT)];
    return Promise.all(
      loads.map(async (load, index) => {
        const done: Load[] = [];
        while (done.length < rounds)
          done.push(await load.run({ requests: requests.slice(index, index + 1), perSecond: 40, seconds: SECONDS }));
        return done;
      }),
    );
  };
  /** What the greedy one has of the CMS. */
  const running = async (): Promise<{ streams: number; uploads: number }> => {
    const { body } = await new Client(gateway.adminUrl).get('/ops/upstreams');
    const all = body.upstreams as { upstream: string; connections: Record<string, { running: number }> }[];
    const { streams, uploads } = all.find(({ upstream: name }) => name === 'cms')?.connections ?? {};
    return { streams: streams?.running ?? 0, uploads: uploads?.running ?? 0 };
  };
  const hang = async (text: string): Promise<RawConnection> => {
    const connection = await RawConnection.to(gateway.url);
    connection.send(text);
    hanging.push(connection);
    return connection;
  };

  it(
    'has its reads and payments within 20 % of what they take without that',
    async () => {
      await served(1);
      const quiet = await served();

      const greedy = await new Client(gateway.url).asService(BILLING);
      const authorization = `host: x\r\nauthorization: ${greedy.headers['authorization'] ?? ''}\r\n`;
      const part =
        '--b\r\ncontent-disposition: form-data; name="users"; filename="a.xlsx"\r\n' +
        'content-type: application/octet-stream\r\n\r\nPK\u0003\u0004' +
        'x'.repeat(4096);
      for (let count = 0; count < MANY; count += 1) {
        await hang(`GET ${BATCH} HTTP/1.1\r\n${authorization}\r\n`);
        await hang(
          `POST ${UPLOAD} HTTP/1.1\r\n${authorization}content-type: multipart/form-data; boundary=b\r\n` +
            `content-length: 1000000\r\n\r\n${part}`,
        );
      }
      await sleep(1000);
      const { streams, uploads } = await running();
      const page = new Client(gateway.url, { origin: ORIGIN });
      const registering = (async (): Promise<number[]> => {
        const statuses: Promise<number>[] = [];
        for (let count = 0; count < REGISTRATIONS; count += 1) {
          statuses.push(page.post('/v1/users', { email: `u${count}@x.test` }).then(({ status }) => status));
          await sleep((ROUNDS * SECONDS * 1000) / REGISTRATIONS);
        }
        return Promise.all(statuses);
      })();
      const stormy = await served();
      const registered = (await registering).reduce<Record<number, number>>(
        (counts, status) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }),
        {},
      );

      const figures = (kinds: Load[][]): object[][] => kinds.map((rounds) => rounds.map((round) => round.figures));
      print('reads and payments of a partner beside another', {
        streams,
        uploads,
        registered,
        quiet: figures(quiet),
        stormy: figures(stormy),
      });
      expect(streams).toBe(MANY);
      // Of one user no more forms are under way than codes that he may try: any of them may have one. The others wait.
      expect(uploads).toBeGreaterThan(0);
      for (const [index, rounds] of stormy.entries()) {
        for (const round of rounds) expect(round.statuses).toEqual({ 200: round.answers.length });
        expect(leastP99(rounds)).toBeLessThan(leastP99(quiet[index] ?? []) * 1.2 + NOISE_MS);
      }
    },
    TEST_MS,
  );
});
