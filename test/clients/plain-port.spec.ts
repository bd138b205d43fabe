/** Without TLS, a connection that ends before a byte: the server may have trouble, or speak TLS. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Pool } from 'undici';
import { connectorOf } from '../../src/clients/transport/connection/connector.js';
import { createPool } from '../../src/clients/transport/connection/pooled-client.js';
import { tlsFaultOf } from '../../src/common/tls/faults.js';

const ANSWER = 'HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n';
/** The first byte of a TLS record with a handshake (RFC 8446, section 5.1). */
const HANDSHAKE = 0x16;
/** TLS in any case: the alert `handshake_failure` (section 6.2). */
const REFUSAL = Buffer.from([0x15, 3, 3, 0, 2, 2, 40]);
/** A handshake that nobody answers would be waited for as long. */
const PROBE_MS = 1000;

describe('an upstream without TLS', () => {
  let server: Server;
  let pool: Pool;

  const listen = async (created: Server): Promise<void> => {
    server = created.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    pool = createPool(`http://127.0.0.1:${port}`, { connect: connectorOf({ timeout: 2000 }) }, 1);
  };
  const ask = (): Promise<unknown> =>
    pool.request({ path: '/', method: 'GET' }).then(
      ({ statusCode, body }) => body.dump().then(() => statusCode),
      (error: unknown) => error,
    );

  afterEach(async () => {
    await pool.destroy();
    server.close();
  });

  it.each(['reset', 'closed'])(
    'of which every other connection is %s answers on all the others, at once',
    async (how) => {
      let [requests, handshakes] = [0, 0];
      const end = (socket: Socket): unknown => (how === 'reset' ? socket.resetAndDestroy() : socket.end());
      await listen(
        createServer((socket) => {
          socket.on('error', () => undefined);
          socket.on('data', ([first]) => {
            if (first === HANDSHAKE) handshakes += 1;
            else if ((requests += 1) % 2 === 1) end(socket);
            else socket.end(ANSWER);
          });
        }),
      );

      const startedAt = performance.now();
      const outcomes: unknown[] = [];
      for (let call = 0; call < 10; call += 1) outcomes.push(await ask());

      expect(performance.now() - startedAt).toBeLessThan(PROBE_MS);
      expect(outcomes.filter((outcome) => outcome === 204)).toHaveLength(5);
      expect(outcomes.filter((outcome) => tlsFaultOf(outcome) !== undefined)).toEqual([]);
      expect({ requests, handshakes }).toEqual({ requests: 10, handshakes: 1 });
    },
  );

  it.each(['reset', 'closed'])('by its address, which speaks TLS: told once connections were %s', async (how) => {
    await listen(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.on('data', ([first]) => {
          if (first === HANDSHAKE) socket.end(REFUSAL);
          else if (how === 'reset') socket.resetAndDestroy();
          else socket.end();
        });
      }),
    );

    const deadline = performance.now() + 5000;
    let fault: unknown;
    while (fault === undefined && performance.now() < deadline) fault = tlsFaultOf(await ask());

    expect(fault).toBe('tls-spoken');
    expect(tlsFaultOf(await ask())).toBe('tls-spoken');
  });
});
