import { once } from 'node:events';
import { connect } from 'node:net';
import { TestClient } from '../testing/test-client.js';

describe('faults', () => {
  let client: TestClient;
  beforeAll(async () => {
    client = await TestClient.start();
  });
  beforeEach(() => client.call('control', 'POST /reset'));
  afterAll(() => client.simulator.close());

  const set = async (fault: Record<string, unknown>) => {
    const answer = await client.call('control', 'POST /faults', { body: { upstream: 'wallet', ...fault } });
    expect(answer.status).toBe(201);
  };
  const health = () => client.call('wallet', 'GET /health');

  it.each(['refuse', 'garbage', 'cut'])('%s breaks the connection', async (kind) => {
    await set({ kind, times: 1 });
    await expect(health()).rejects.toThrow();
    expect((await health()).status).toBe(200);
  });

  it('garbage is bytes that are not HTTP', async () => {
    await set({ kind: 'garbage' });
    const { hostname, port } = new URL(client.simulator.urls.wallet);
    const socket = connect(Number(port), hostname);
    socket.end('GET /rest/health HTTP/1.1\r\nhost: x\r\n\r\n');
    const [bytes]: unknown[] = await once(socket, 'data');
    expect(String(bytes)).not.toMatch(/^HTTP/);
  });

  it('cut sends a head and a beginning', async () => {
    await set({ kind: 'cut' });
    const response = await fetch(`${client.simulator.urls.wallet}/health`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('hang never answers', async () => {
    await set({ kind: 'hang', times: 1 });
    const signal = AbortSignal.timeout(150);
    await expect(fetch(`${client.simulator.urls.wallet}/health`, { signal })).rejects.toThrow();
    expect((await health()).status).toBe(200);
  });

  it.each(['slow', 'hang'])('%s with delayMs answers late', async (kind) => {
    await set({ kind, delayMs: 120 });
    const start = performance.now();
    expect((await health()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(110);
  });

  it('garbage-body, html and redirect answer what they say', async () => {
    await set({ kind: 'garbage-body', times: 1 });
    await set({ kind: 'html', times: 1 });
    await set({ kind: 'redirect', times: 1 });
    const garbage = await health();
    expect(garbage.headers.get('content-type')).toContain('application/json');
    expect(garbage.body).toBeUndefined();
    expect((await health()).headers.get('content-type')).toContain('text/html');
    const redirect = await health();
    expect(redirect.status).toBe(302);
    expect(redirect.headers.get('location')).toBe('http://169.254.169.254/');
    expect((await health()).status).toBe(200);
  });

  it('status answers with the given body and headers', async () => {
    await set({ kind: 'status', status: 429, headers: { 'retry-after': '7' }, body: { success: false } });
    const answer = await health();
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.body).toEqual({ success: false });
  });

  it.each([
    ['empty', undefined, null, ''],
    ['text', undefined, 'text/plain; charset=utf-8', 'OK'],
    ['text', 'Listo', 'text/plain; charset=utf-8', 'Listo'],
    ['scalar', undefined, 'application/json; charset=utf-8', 'true'],
    ['scalar', 42, 'application/json; charset=utf-8', '42'],
  ])('%s %j answers a success in these words: %s %j', async (kind, body, type, text) => {
    const headers = await client.walletHeaders();
    const path = '/cards/1401/funds';
    await set({ kind, path, ...(body !== undefined && { body }) });
    const add = (amount: number) =>
      client.call('wallet', `POST ${path}`, {
        headers,
        body: { amount, operation: 'ADD_FUNDS', channel: 'WEB', reference: `ref-${amount}` },
      });

    const answer = await add(1);
    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers.get('content-type')).toBe(type);
    expect(await add(0)).toMatchObject({ status: 400, body: { success: false } });
    await client.call('control', 'DELETE /faults');
    expect((await add(2)).text).toContain('"balance":253.7500');
  });

  it('late delays by the profile, and whatever else goes wrong goes wrong too', async () => {
    await set({ kind: 'late', delayMs: 60, maxDelayMs: 90 });
    await set({ kind: 'status', status: 503, times: 1 });
    const timed = async () => {
      const start = performance.now();
      const { status } = await health();
      return { status, slow: performance.now() - start > 55 };
    };
    expect(await timed()).toEqual({ status: 503, slow: true });
    expect(await timed()).toEqual({ status: 200, slow: true });
  });

  it.each([
    {},
    { delayMs: 50, maxDelayMs: 20 },
    { delayMs: 50, p99DelayMs: 20 },
    { delayMs: 1, maxDelayMs: 2, p99DelayMs: 3 },
  ])('takes no profile %j', async (profile) => {
    const answer = await client.call('control', 'POST /faults', {
      body: { upstream: 'wallet', kind: 'late', ...profile },
    });
    expect(answer.status).toBe(400);
  });

  it.each([true, false])('large streams valid JSON of the exact size (chunked %s)', async (chunked) => {
    await set({ kind: 'large', bytes: 3_000_001, chunked });
    const answer = await health();
    expect(answer.text).toHaveLength(3_000_001);
    expect(answer.headers.get('content-length')).toBe(chunked ? null : '3000001');
    expect(answer.body).toMatchObject({ success: true });
  });

  it('large keeps the memory small and stops when the reader hangs up', async () => {
    await set({ kind: 'large', bytes: 8 * 1024 ** 3, times: 1 });
    const before = process.memoryUsage().rss;
    const response = await fetch(`${client.simulator.urls.wallet}/health`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 ** 2);
    await response.body?.cancel();
    expect((await health()).status).toBe(200);
  });

  it('headers adds to the normal answer', async () => {
    await set({ kind: 'headers', headers: { 'x-extra': '1', 'set-cookie': ['a=1', 'b=2'] } });
    const answer = await health();
    expect(answer.body).toMatchObject({ message: 'ok' });
    expect(answer.headers.get('x-extra')).toBe('1');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('lost runs the operation and drops its answer', async () => {
    const headers = await client.walletHeaders();
    await set({ kind: 'lost', times: 1, path: '/cards' });
    const call = client.call('wallet', 'POST /cards/1001/statements', { headers, body: { month: 1, year: 2026 } });
    await expect(call).rejects.toThrow();
    expect((await client.call('control', 'GET /state')).body).toMatchObject({ statements: 1 });
  });

  it('strikes before authentication, by method, path and API', async () => {
    await set({ kind: 'status', status: 503, method: 'post', path: '/auth' });
    expect((await client.login('wallet')).status).toBe(503);
    expect((await client.login('middleware')).status).toBe(200);
    expect((await health()).status).toBe(200);
    await set({ kind: 'status', status: 500, path: '/auth', exact: true });
    expect((await client.login('wallet')).status).toBe(503);
    await client.call('control', 'DELETE /faults');
    expect((await client.login('wallet')).status).toBe(200);
  });

  it('strikes on paths that do not exist', async () => {
    await set({ kind: 'status', status: 502 });
    expect((await client.call('wallet', 'GET /nothing')).status).toBe(502);
  });

  it.each([{ kind: 'explode' }, { kind: 'hang', upstream: 'bank' }, { kind: 'slow', times: 0 }])(
    'does not accept %j',
    async (fault) => {
      const answer = await client.call('control', 'POST /faults', { body: { upstream: 'wallet', ...fault } });
      expect(answer.status).toBe(400);
    },
  );
});
