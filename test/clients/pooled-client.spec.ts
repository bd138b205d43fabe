import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Dispatcher } from 'undici';
import { createPool } from '../../src/clients/transport/connection/pooled-client.js';

const CONNECTIONS = 2;
const FAULTS: [what: string, call: Partial<Dispatcher.RequestOptions>][] = [
  ['a space in its path', { path: '/a b' }],
  ['no Latin-1 in its path', { path: '/€' }],
  ['a line end in a header', { headers: { authorization: 'Bearer a\nb' } }],
  ['no Latin-1 in a header', { headers: { authorization: 'Bearer €' } }],
  ['no method', { method: 'G E T' }],
];

describe('a pool of connections', () => {
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer((_request, response) => response.end('ok'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it.each(FAULTS)('loses none to a request with %s', async (_what, fault) => {
    const pool = createPool(origin, {}, CONNECTIONS);
    const ask = (call: Partial<Dispatcher.RequestOptions>): Promise<number | Error> =>
      pool.request({ path: '/', method: 'GET', ...call }).then(
        async ({ statusCode, body }) => {
          await body.dump();
          return statusCode;
        },
        (error: unknown) => error as Error,
      );

    for (let turn = 0; turn <= CONNECTIONS; turn += 1) {
      expect(await ask(fault)).toBeInstanceOf(Error);
      expect(await Promise.all([ask({}), ask({}), ask({})])).toEqual([200, 200, 200]);
    }
    await pool.close();
  });
});
