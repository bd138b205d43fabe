import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { sendVerbatim, type VerbatimReply } from '../support/foreign/verbatim-client.js';

const START_MS = 60_000;
/** Milliseconds. Longer than a head may take. */
const IDLE_MS = 17_500;
const FILES = ['/docs', '/docs/scalar.js', '/docs/console.js', '/docs/console.css', '/openapi.json'];

describe('the gateway’s static files', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator();
    gateway = await GatewayProcess.start({
      config: { upstreams: upstreamsOf(simulator), server: { keepAliveMs: 30_000 } },
    });
  }, START_MS);

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  const get = (path: string, headers: Record<string, string> = {}): Promise<VerbatimReply> =>
    sendVerbatim(gateway.url, { path, headers });
  const bytesOf = async (path: string, coding: string): Promise<Buffer> => {
    // fetch would decode them.
    const { hostname, port } = new URL(gateway.url);
    const parts: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept-encoding: ${coding}\r\n\r\n`);
    for await (const part of socket as AsyncIterable<Buffer>) parts.push(part);
    const whole = Buffer.concat(parts);
    return whole.subarray(whole.indexOf('\r\n\r\n') + 4);
  };

  it.each(FILES)('%s is not sent again to a browser that has it', async (path) => {
    const { status, headers } = await get(path);
    const etag = String(headers['etag']);

    expect({ status, etag }).toEqual({ status: 200, etag: expect.stringMatching(/^"[\w-]+"$/) });
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(path, { 'if-none-match': held });
      expect(again).toMatchObject({ status: 304, text: '' });
      expect(again.headers).toMatchObject({ etag, vary: headers['vary'], 'cache-control': headers['cache-control'] });
    }
    expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it.each(FILES)('%s is smaller in a coding that the client takes', async (path) => {
    const { text } = await get(path);

    expect(gunzipSync(await bytesOf(path, 'gzip')).toString()).toBe(text);
    expect(brotliDecompressSync(await bytesOf(path, 'gzip, deflate, br')).toString()).toBe(text);
    expect((await bytesOf(path, 'gzip')).length).toBeLessThan(text.length);
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['GZIP', 'gzip'],
    ['deflate, compress', undefined],
    ['gzip;q=1.0, br;q=0.5', 'gzip'],
    ['gzip;q=0, br;q=0', undefined],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['gzip;q=0.5, identity', undefined],
    ['gzip, deflate, br, zstd', 'br'],
  ])('come for Accept-Encoding %j as %j', async (accepted, coding) => {
    const { status, headers } = await get('/docs', accepted === undefined ? {} : { 'accept-encoding': accepted });

    expect({ status, coding: headers['content-encoding'] }).toEqual({ status: 200, coding });
    expect(headers['vary']).toMatch(/accept-encoding/i);
  });

  it('have another ETag in each coding', async () => {
    const tags = await Promise.all(
      ['', 'gzip', 'br'].map(async (accepted) => (await get('/docs', { 'accept-encoding': accepted })).headers['etag']),
    );

    expect(new Set(tags).size).toBe(3);
  });

  // A load balancer sends its next request over it, and would answer 502 where the gateway closed it first.
  it(
    'come over a connection that was idle for longer than a head may take',
    async () => {
      const { hostname, port } = new URL(gateway.url);
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.on('data', (part) => (answer += part.toString()));
      const line = 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n';
      socket.write(line);
      await sleep(IDLE_MS);
      socket.write(line);
      await sleep(500);
      socket.destroy();

      expect(answer.match(/HTTP\/1\.1 200 OK\r/g)).toHaveLength(2);
      expect(answer).toMatch(/\r\nkeep-alive: timeout=30\r\n/i);
    },
    IDLE_MS + START_MS,
  );
});
