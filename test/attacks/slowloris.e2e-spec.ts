/**
 * The attack: hundreds of connections that send their headers a few bytes at a time, or nothing at all, to hold every place that
 * others need. They are cut off 15 s after they began, whatever they go on to send; all others are served meanwhile.
 */
import { connect, type Socket } from 'node:net';
import { ATTACK_START_MS, AttackedGateway, NORMAL_CALL } from '../support/attacked-gateway.js';

const ATTACKERS = 200;
const DRIP_MS = 1000;
/** Milliseconds: what headers may take, what passes between two looks for the late, and a machine that is busy. */
const CUT_OFF_MS = 40_000;

/** A connection that drips, and what became of it. */
class Dripping {
  answer = '';
  readonly closed: Promise<void>;
  private readonly socket: Socket;
  private readonly timer: NodeJS.Timeout;

  /** Where nothing is sent first, nothing is sent at all. */
  constructor(url: string, first: string | undefined) {
    const { hostname, port } = new URL(url);
    this.socket = connect(Number(port), hostname, () => this.socket.write(first ?? ''));
    this.timer = setInterval(() => this.socket.write(first === undefined ? '' : 'x-a: b\r\n'), DRIP_MS);
    this.socket.on('data', (part) => (this.answer += part.toString()));
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', () => {
        clearInterval(this.timer);
        resolve();
      });
    });
  }

  end(): void {
    clearInterval(this.timer);
    this.socket.destroy();
  }
}

describe('slow senders', () => {
  let attacked: AttackedGateway;
  let senders: Dripping[] = [];

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
  }, ATTACK_START_MS);

  afterAll(async () => {
    for (const sender of senders) sender.end();
    await attacked.close();
  });

  it(
    'by the hundreds are cut off, and others are served meanwhile',
    async () => {
      const begin = `POST /v1/auth/operator/login HTTP/1.1\r\nhost: x\r\n`;
      senders = Array.from(
        { length: ATTACKERS },
        (_, index) => new Dripping(attacked.url, index % 4 ? begin : undefined),
      );
      const over = { now: false };
      const served = (async () => {
        let calls = 0;
        for (; !over.now; calls += 1) {
          expect((await attacked.ana.get(NORMAL_CALL)).status).toBe(200);
          await new Promise((wake) => setTimeout(wake, 200));
        }
        return calls;
      })();

      await Promise.all(senders.map(({ closed }) => closed));
      over.now = true;

      expect(await served).toBeGreaterThan(10);
      const answers = senders.map(({ answer }) => answer).filter((answer) => answer !== '');
      for (const answer of answers)
        expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[^]*"code":"request_too_slow"/);
      expect(answers.length).toBeGreaterThan(0);
      expect(await attacked.control.calls({ path: '/app/users/login' })).toHaveLength(1);
      await attacked.expectUnharmed();
    },
    CUT_OFF_MS,
  );
});
