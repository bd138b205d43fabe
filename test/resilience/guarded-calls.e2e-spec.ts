/** What happens to calls when an upstream is in trouble: breaker, retries, connections, and the caller's own patience. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Reply } from '../support/client.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { after, answering, ScriptedUpstream } from '../support/scripted-upstream.js';

const TEST_MS = 30_000;
const READ = '/v1/transactions/search';
const REFUND = '/v1/refund';
const RULES = {
  connections: 16,
  deadlineMs: 4000,
  breaker: { openMs: 1000, maxOpenMs: 2000 },
  bulkhead: { queue: 8, callerPart: 1 },
};

describe('calls to an upstream in trouble', () => {
  let payments: ScriptedUpstream;
  let middleware: ScriptedUpstream;
  let gateway: GatewayProcess;
  let service: Client;

  beforeAll(async () => {
    [payments, middleware] = [await ScriptedUpstream.start(), await ScriptedUpstream.start()];
    const upstreams = {
      payments: { baseUrl: payments.url, ...RULES },
      middleware: { baseUrl: middleware.url, ...RULES },
    };
    gateway = await GatewayProcess.start({ config: { upstreams, sessions: {} } });
    service = await new Client(gateway.url).asService();
  });
  afterAll(async () => {
    await gateway.stop();
    await payments.close();
    await middleware.close();
  });
  beforeEach(() => {
    for (const upstream of [payments, middleware]) {
      upstream.calls = [];
      upstream.script = answering(200);
    }
  });

  const read = (headers?: Record<string, string>): Promise<Reply> => service.get(READ, headers && { headers });
  const refund = (key: string): Promise<Reply> =>
    service.post(REFUND, { uid: '1' }, { headers: { 'idempotency-key': key } });
  const many = (count: number, call: () => Promise<Reply> = read): Promise<Reply[]> =>
    Promise.all(Array.from({ length: count }, () => call()));
  const opsOf = async (name: string): Promise<Reply['body']> => {
    const { body } = await new Client(gateway.adminUrl).get('/ops/upstreams');
    return body.upstreams.find(({ upstream }: { upstream: string }) => upstream === name);
  };
  /** Until the breaker lets everything through again. */
  const recovered = async (): Promise<void> => {
    payments.script = answering(200);
    while ((await opsOf('payments')).breaker.state !== 'closed') {
      await read();
      await sleep(50);
    }
  };

  describe('that fails', () => {
    it(
      'stop after twenty of which half failed; then three are let through, and all when those went well',
      async () => {
        let turn = 0;
        payments.script = (response, call) => {
          answering(turn++ % 2 === 1 ? 500 : 200, { broken: true })(response, call);
        };
        for (let call = 0; call < 20; call += 1) await read();
        expect(payments.calls).toHaveLength(20);

        const [refused] = await many(10);
        expect(payments.calls).toHaveLength(20);
        expect(refused).toMatchObject({ status: 503, body: { code: 'upstream_unavailable', retryable: true } });
        expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
        expect((await opsOf('payments')).breaker).toMatchObject({ state: 'open' });
        expect((await service.get('/v1/status')).body.data.upstreams.payments).toBe('down');

        await sleep(1100);
        payments.script = after(300);
        const probes = await many(12);
        expect(probes.filter(({ status }) => status === 200)).toHaveLength(3);
        expect(payments.calls).toHaveLength(23);

        payments.script = answering(200);
        const after3 = await many(12);
        expect(after3.every(({ status }) => status === 200)).toBe(true);
        expect((await opsOf('payments')).breaker).toMatchObject({ state: 'closed' });
      },
      TEST_MS,
    );

    it(
      'stop for twice as long where a probe fails, and no longer than the longest pause',
      async () => {
        payments.script = answering(500, { broken: true });
        for (let call = 0; call < 20; call += 1) await read();
        const pauses: number[] = [];
        let last = performance.now();
        while (pauses.length < 4) {
          const seen = payments.calls.length;
          const { status } = await read();
          if (payments.calls.length > seen) {
            pauses.push(Math.round((performance.now() - last) / 1000));
            last = performance.now();
          }
          expect(status).toBeGreaterThanOrEqual(500);
          await sleep(20);
        }
        expect(pauses).toEqual([1, 2, 2, 2]);
        await recovered();
      },
      TEST_MS,
    );

    it('go on, however many are refused: by 4xx, and by 500 with a code of Migo', async () => {
      payments.script = answering(404, { success: false });
      for (let call = 0; call < 60; call += 1) await read();
      payments.script = answering(500, { success: false, errors: [{ code: '7003', message: 'no' }] });
      for (let call = 0; call < 60; call += 1) await read();
      expect(payments.calls).toHaveLength(120);
    });

    it('go on, where callers are in too much of a hurry', async () => {
      payments.script = after(200);
      const replies = await many(30, () => read({ 'request-timeout': '20' }));
      expect(replies.map(({ status }) => status)).toContain(504);
      expect(replies.filter(({ status }) => status !== 503 && status !== 504)).toEqual([]);
      expect(replies.filter(({ body }) => body.code === 'upstream_unavailable')).toEqual([]);
      expect((await opsOf('payments')).breaker).toMatchObject({ state: 'closed' });
    });
  });

  describe('that meet an accident', () => {
    it.each([502, 503, 504])('of %d are made once more where they read, and never else', async (status) => {
      const script = (upstream: ScriptedUpstream): void => {
        upstream.script = (response, call) => {
          answering(upstream.calls.length === 1 ? status : 200)(response, call);
        };
      };
      script(payments);
      expect((await read()).status).toBe(200);
      expect(payments.calls).toHaveLength(2);

      script(middleware);
      expect((await refund(`accident-${status}`)).status).toBeGreaterThanOrEqual(500);
      expect(middleware.calls).toHaveLength(1);
    });

    it('of a connection that breaks before an answer are made once more where they read', async () => {
      payments.script = (response, call) => {
        if (payments.calls.length === 1) call.request.socket.destroy();
        else answering(200)(response, call);
      };
      expect((await read()).status).toBe(200);
    });

    it('wait as long as the upstream says, up to two seconds', async () => {
      await recovered();
      payments.script = (response, call) => {
        answering(payments.calls.length === 1 ? 503 : 200, {}, { 'retry-after': '1' })(response, call);
      };
      expect((await read()).status).toBe(200);
      const [first, second] = payments.calls;
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);

      payments.calls = [];
      payments.script = answering(503, {}, { 'retry-after': '3' });
      expect((await read()).status).toBe(502);
      expect(payments.calls).toHaveLength(1);
    });

    it('are not made again past their deadline', async () => {
      payments.script = after(100, answering(503));
      expect((await read({ 'request-timeout': '140' })).status).toBeGreaterThanOrEqual(500);
      expect(payments.calls).toHaveLength(1);
    });

    it(
      'are made again for a fifth of the traffic at most',
      async () => {
        await sleep(10_100);
        let turn = 0;
        payments.script = (response, call) => {
          answering(turn++ % 3 === 0 ? 503 : 200)(response, call);
        };
        for (let call = 0; call < 200; call += 1) await read();
        expect(payments.calls.length).toBeGreaterThan(220);
        expect(payments.calls.length).toBeLessThanOrEqual(240);
        await recovered();
      },
      TEST_MS,
    );
  });

  describe('on connections that the upstream resets when they are used again', () => {
    const reset = (upstream: ScriptedUpstream): void => {
      upstream.script = (response, call) => {
        if (call.before > 0) call.request.socket.resetAndDestroy();
        else answering(200)(response, call);
      };
    };

    it(
      'all succeed where they read',
      async () => {
        const before = (await opsOf('payments')).retries.made;
        reset(payments);
        const statuses: number[] = [];
        for (let round = 0; round < 50; round += 1) {
          statuses.push(...(await many(20)).map(({ status }) => status));
        }
        expect(statuses.filter((status) => status !== 200)).toEqual([]);
        expect(statuses).toHaveLength(1000);
        expect(payments.calls.filter(({ before }) => before > 0).length).toBeGreaterThan(100);
        expect((await opsOf('payments')).retries.made).toBe(before);
      },
      TEST_MS,
    );

    it('are never sent twice where they move money', async () => {
      reset(middleware);
      for (let call = 0; call < 10; call += 1) await refund(`reset-${call}`);
      expect(middleware.calls).toHaveLength(10);
    });
  });

  describe('that is slow', () => {
    it('have a place, wait in a queue, or are refused at once', async () => {
      await recovered();
      payments.calls = [];
      payments.script = after(600);
      const order: number[] = [];
      const replies = await many(60, async () => {
        const reply = await read();
        order.push(reply.status);
        return reply;
      });
      const served = replies.filter(({ status }) => status === 200);
      // Reads leave a fifth of the connections to writes and payments.
      expect(served).toHaveLength(12 + 8);
      expect(payments.calls).toHaveLength(20);
      expect(replies.filter(({ status }) => status !== 200)).toEqual(
        Array<unknown>(40).fill(
          expect.objectContaining({ status: 503, text: expect.stringContaining('upstream_busy') }),
        ),
      );
      // Nobody waited for a place to be refused it.
      expect(order.lastIndexOf(503)).toBeLessThan(order.indexOf(200));
      expect((await opsOf('payments')).connections.calls).toMatchObject({ running: 0, waiting: 0, queue: 8 });
    });

    it('end when their caller has waited long enough', async () => {
      payments.script = after(2000);
      const startedAt = performance.now();
      const { status, body } = await read({ 'request-timeout': '150' });
      expect({ status, code: body.code }).toEqual({ status: 504, code: 'upstream_timeout' });
      expect(performance.now() - startedAt).toBeLessThan(1500);
    });

    it.each(['0', '-5', '1.5', 'soon', '99999999999'])('end by the row where the caller says %s', async (value) => {
      payments.script = after(100);
      expect((await read({ 'request-timeout': value })).status).toBe(200);
    });

    it('leave no waiting place behind where the client goes away', async () => {
      payments.script = after(3000);
      const { hostname, port } = new URL(gateway.url);
      const sockets = Array.from({ length: 18 }, () => {
        const socket = connect(Number(port), hostname).on('error', () => undefined);
        const { authorization = '' } = service.headers;
        socket.write(`GET ${READ} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\n\r\n`);
        return socket;
      });
      while ((await opsOf('payments')).connections.calls.waiting === 0) await sleep(10);
      for (const socket of sockets) socket.resetAndDestroy();
      await sleep(200);
      expect((await opsOf('payments')).connections.calls).toMatchObject({ running: 0, waiting: 0 });
    });
  });
});
