import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceCaller } from '../../src/auth/callers/caller.js';
import { UpstreamTransports } from '../../src/clients/transport/upstream-transports.js';
import { loadSettings } from '../../src/config/settings.loader.js';
import { planOf } from '../../src/forwarding/row-plan.js';
import { cardRoutes } from '../../src/modules/cards/cards.routes.js';
import { prepareRoute } from '../../src/routes/prepared-route.js';

/** A row is called as a caller without any HTTP request of a client, and without a reply. */
describe('a call of a row', () => {
  let server: Server;
  let transports: UpstreamTransports;
  const observed: object[] = [];
  const received: string[] = [];
  const settings = loadSettings({ env: {}, directory: 'config' });

  beforeAll(async () => {
    server = createServer((request, response) => {
      received.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''}`);
      request.pipe(response.writeHead(201, { 'content-type': 'application/json' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (settings.upstreams.wallet !== undefined) settings.upstreams.wallet.baseUrl = `http://127.0.0.1:${port}/rest`;
    transports = new UpstreamTransports(settings);
  });

  afterAll(async () => {
    await transports.onApplicationShutdown();
    await new Promise((resolve) => server.close(resolve));
  });

  it('gives an answer', async () => {
    const [partner] = settings.partners;
    const row = cardRoutes.rows['createStatement'];
    if (partner === undefined || row === undefined) throw new Error('no partner or row');
    const route = prepareRoute(
      { capability: 'cards', name: 'createStatement', row, target: cardRoutes.target },
      settings,
    );
    const { call } = planOf(route, {
      credentials: {
        source: () => ({
          ready: () => undefined,
          get: () => Promise.resolve({ headers: { authorization: 'Bearer t' } }),
          renew: () => Promise.resolve(undefined),
        }),
      },
      directory: { endNamed: () => Promise.resolve() },
      codes: { limit: (made, next) => next(made) },
      once: { run: (made, next) => next(made) },
      reference: { read: (made, next) => next(made), change: (made, next) => next(made) },
      transports,
      metrics: { upstreamCalls: { observe: (labels: object) => observed.push(labels) } as never },
    });
    const caller: ServiceCaller = { kind: 'service', partner, clientId: 'billing', scopes: ['*'] };
    const text = '{"success":true,"data":{"amount":98765432109876.5432}}';
    const request = {
      id: 'request-1',
      clientAddress: '127.0.0.1',
      url: '/',
      params: { cardId: '1001' },
      query: {},
      headers: {},
      body: {},
      rawBody: Buffer.from(text),
      record: { startedAt: performance.now() },
    };

    const answer = await call({ caller, request });

    expect(answer).toMatchObject({ kind: 'whole', status: 201 });
    expect(answer.kind === 'whole' && answer.body.toString('utf8')).toBe(text);
    expect(received).toEqual(['POST /rest/cards/1001/statements Bearer t']);
    expect(observed).toEqual([{ upstream: 'wallet', status: '201', partner: 'demo' }]);
  });
});
