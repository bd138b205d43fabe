/**
 * The attack: somebody without a login makes the gateway work. One body of 1 or 4 MiB that takes seconds to be parsed, walked
 * and transformed; 200 connections that send 4 MiB each, but never the last byte; hundreds of made-up handles, for each of
 * which Redis is asked. Who is calling is known from the head: what nobody sends costs nothing.
 */
import { randomBytes } from 'node:crypto';
import { ATTACK_START_MS, AttackedGateway, NORMAL_CALL } from '../support/attacked-gateway.js';
import { Client, type Reply } from '../support/client.js';
import { cpuMs, MIB, takePeak } from '../support/memory.js';
import { RawConnection } from '../support/held-requests.js';

const LOGIN = '/v1/auth/operator/login';
const CHARGES = '/v1/subscriptions/charges';
/** Bytes of a body that needs no login. */
const SMALL = 16_384;

/** Milliseconds of the processor for eight attacks, most of them for reading what is thrown away, and for `/health`. */
const MAX_CPU_MS = 2500;

/** JSON of about so many bytes: `text` again and again in an array. */
const filled = (text: string, bytes: number): string =>
  `[${Array.from({ length: Math.floor(bytes / (text.length + 1)) }, () => text).join()}]`;

describe('a stranger', () => {
  let attacked: AttackedGateway;

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
  }, ATTACK_START_MS);

  afterAll(() => attacked.close());
  beforeEach(() => attacked.control.forgetCalls());
  afterEach(() => attacked.expectUnharmed());

  const ATTACKS: readonly (readonly [string, string, () => string, number])[] = [
    ['deep arrays as an address', LOGIN, () => `{"email":${filled('['.repeat(60) + ']'.repeat(60), MIB)}}`, 413],
    ['a member nobody declares', LOGIN, () => `{"email":"x","password":"y","z":${filled('{}', MIB)}}`, 413],
    ['4 MiB of charges', CHARGES, () => `{"charges":${filled('{"a":1}', 4 * MIB)}}`, 401],
  ];

  describe.each(ATTACKS)('with %s', (_what, path, body, status) => {
    it('is refused by the head, whatever he sends', async () => {
      const connection = await RawConnection.to(attacked.url);
      connection.send(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`);
      connection.send(`content-length: ${Buffer.byteLength(body())}\r\n\r\n`);
      await connection.until(({ hasEnded }) => hasEnded);

      // Not a byte of the body has come.
      expect(connection.statuses).toEqual([status]);
      connection.destroy();
    });

    it('leaves others their answers while he does it', async () => {
      const text = body();
      const over = { now: false };
      const before = cpuMs(attacked.gateway.pid);
      const attack = Promise.all(
        Array.from({ length: 8 }, () => new Client(attacked.url).post(path, text).catch(() => undefined)),
      ).finally(() => (over.now = true));
      while (!over.now) {
        expect((await attacked.anonymous.get('/health')).status).toBe(200);
        await new Promise((wake) => setTimeout(wake, 20));
      }
      const replies = await attack;

      for (const reply of replies) expect(reply?.status ?? status).toBe(status);
      // One of them alone took from 0.7 to 3 s of the processor, and all others waited.
      expect(cpuMs(attacked.gateway.pid) - before).toBeLessThan(MAX_CPU_MS);
      await attacked.expectNoUpstreamCall();
    });
  });

  it('is not listened to for longer than his small body may take', async () => {
    const connections = await Promise.all(Array.from({ length: 20 }, () => RawConnection.to(attacked.url)));
    for (const connection of connections)
      connection.send(
        `POST ${LOGIN} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"email":"`,
      );
    await Promise.all(connections.map((connection) => connection.until(({ hasEnded }) => hasEnded)));

    for (const connection of connections) {
      expect(connection.statuses).toEqual([408]);
      connection.destroy();
    }
  });

  it.each([
    ['of no login', '', 401],
    ['of a login', 'content-type: application/json\r\n', 413],
  ])('does not fill the memory by 200 bodies of 4 MiB that never end: %s', async (_which, headers, status) => {
    const path = status === 401 ? CHARGES : LOGIN;
    for (let calls = 0; calls < 50; calls += 1) await attacked.ana.get(NORMAL_CALL);
    takePeak(attacked.gateway.pid);
    const before = takePeak(attacked.gateway.pid);
    const connections = await Promise.all(Array.from({ length: 200 }, () => RawConnection.to(attacked.url)));
    const chunk = 'x'.repeat(65_536);
    for (const connection of connections)
      connection.send(`POST ${path} HTTP/1.1\r\nhost: x\r\n${headers}content-length: ${4 * MIB}\r\n\r\n`);
    for (let sent = 0; sent + chunk.length < 4 * MIB; sent += chunk.length) {
      for (const connection of connections) if (!connection.isClosed) connection.send(chunk);
      if (sent % (16 * chunk.length) === 0) expect((await attacked.ana.get(NORMAL_CALL)).status).toBe(200);
    }
    await Promise.all(connections.map((connection) => connection.until(({ statuses }) => statuses.length > 0)));

    expect((takePeak(attacked.gateway.pid) - before) / MIB).toBeLessThan(30);
    for (const connection of connections) {
      expect(connection.statuses).toEqual([status]);
      connection.destroy();
    }
  });

  it('has a small body, which may have few values', async () => {
    const dense = `{"email":${filled('{}', SMALL - 100)}}`;
    const large = `{"email":"${'x'.repeat(SMALL)}","password":"y"}`;

    expect(await attacked.anonymous.post(LOGIN, dense)).toMatchObject({ status: 400, body: { code: 'invalid_json' } });
    expect(await attacked.anonymous.post(LOGIN, large)).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    });
  });

  it('makes up handles, of which Redis is asked about few', async () => {
    const guess = (): Promise<Reply> =>
      new Client(attacked.url).get('/v1/auth/session', {
        headers: { authorization: `Bearer ${randomBytes(32).toString('base64url')}` },
      });
    const replies: Reply[] = [];
    for (let guesses = 0; guesses < 40; guesses += 1)
      replies.push(...(await Promise.all(Array.from({ length: 10 }, guess))));

    const refused = replies.filter(({ status }) => status === 401);
    const limited = replies.filter(({ status, body }) => status === 429 && body.code === 'rate_limited');
    expect(refused.length + limited.length).toBe(400);
    expect(refused.length).toBeGreaterThanOrEqual(100);
    expect(refused.length).toBeLessThanOrEqual(110);
    expect(limited[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
    // Who logs in beside him is known to the process that gave the handle out.
    const ana = await new Client(attacked.url).logIn();
    expect((await ana.get('/v1/auth/session')).status).toBe(200);
  });
});
