/** What strangers do to others' answers, seen by `/health` from another process: nothing that one would notice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AttackedGateway, ATTACK_START_MS } from '../support/attacked-gateway.js';
import { Client } from '../support/client.js';
import { RawConnection } from '../support/held-requests.js';
import { type Load, LoadProcess, rawRequest } from '../support/load/load-process.js';
import { cpuMs, MIB, takePeak } from '../support/memory.js';
import { print } from '../support/replicas.js';

const TEST_MS = 120_000;
const SECONDS = 2;
const ROUNDS = 4;
const PER_SECOND = 100;
const AT_ONCE = 4;
/** So that it is the gateway that is measured, and not how fast this machine can write to itself. */
const PAUSE_MS = 50;
const MOST_MS = 50;
const HANGING = 200;
const JSON_TYPE = { headers: { 'content-type': 'application/json' } };
const LOGIN = '/v1/auth/operator/login';
const CHARGES = '/v1/subscriptions/charges';

/** JSON of about so many bytes: `text` again and again in an array. */
const filled = (text: string, bytes: number): string =>
  `[${Array.from({ length: Math.floor(bytes / (text.length + 1)) }, () => text).join()}]`;

describe('/health while strangers attack', () => {
  let attacked: AttackedGateway;
  let probe: LoadProcess;
  let quiet: Load[];

  const health = async (): Promise<Load[]> => {
    const requests = [rawRequest(attacked.anonymous, 'GET', '/health')];
    const rounds: Load[] = [];
    while (rounds.length < ROUNDS) rounds.push(await probe.run({ requests, perSecond: PER_SECOND, seconds: SECONDS }));
    return rounds;
  };
  const figures = (rounds: Load[]): object[] => rounds.map((round) => round.figures);

  beforeAll(async () => {
    attacked = await AttackedGateway.start();
    probe = new LoadProcess(attacked.url);
    await health();
    quiet = await health();
  }, ATTACK_START_MS + TEST_MS);
  afterAll(async () => {
    probe.stop();
    await attacked.close();
  });

  const expectAnswers = (rounds: Load[]): void => {
    for (const round of rounds) {
      expect(round.statuses).toEqual({ 200: round.answers.length });
      expect(round.percentile(1)).toBeLessThan(MOST_MS);
    }
  };

  it.each([
    ['deep arrays as an address', LOGIN, `{"email":${filled('['.repeat(60) + ']'.repeat(60), MIB)}}`],
    ['a member nobody declares', LOGIN, `{"email":"x","password":"y","z":${filled('{}', MIB)}}`],
    ['4 MiB of charges', CHARGES, `{"charges":${filled('{"a":1}', 4 * MIB)}}`],
  ])(
    'comes within 50 ms: %s',
    async (what, path, text) => {
      let isOver = false;
      const bytes = Buffer.from(text);
      const attack = async (): Promise<number> => {
        let attacks = 0;
        while (!isOver) {
          await new Client(attacked.url).post(path, bytes, JSON_TYPE).catch(() => undefined);
          attacks += 1;
          await sleep(PAUSE_MS);
        }
        return attacks;
      };
      const before = cpuMs(attacked.gateway.pid);
      const attacking = Promise.all(Array.from({ length: AT_ONCE }, attack));
      const load = await health().finally(() => (isOver = true));
      const attacks = (await attacking).reduce((sum, one) => sum + one, 0);

      const each = (cpuMs(attacked.gateway.pid) - before) / attacks;

      print(`/health under ${what}`, { attacks, cpuMs: each, quiet: figures(quiet), attacked: figures(load) });
      expect(attacks).toBeGreaterThan(AT_ONCE);
      // Whatever others do on the machine: one attack keeps the gateway from `/health` for no longer.
      expect(each).toBeLessThan(MOST_MS);
      expectAnswers(load);
    },
    TEST_MS,
  );

  it.each([
    ['of no login', CHARGES],
    ['of a login', LOGIN],
  ])(
    'comes beside 200 hanging bodies of 4 MiB %s, for which at most 30 MiB are held',
    async (whose, path) => {
      takePeak(attacked.gateway.pid);
      const before = takePeak(attacked.gateway.pid);
      const probing = health();
      const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${4 * MIB}\r\n\r\n`;
      const connections: RawConnection[] = [];
      // One by one: what bodies do is looked for, not what 200 requests at once do.
      while (connections.length < HANGING) {
        const connection = await RawConnection.to(attacked.url);
        connection.send(head);
        connections.push(connection);
      }
      const chunk = 'x'.repeat(65_536);
      for (let sent = 0; sent + chunk.length < 4 * MIB; sent += chunk.length) {
        for (const connection of connections) if (!connection.isClosed) connection.send(chunk);
        await sleep(20);
      }
      const load = await probing;
      const grown = Math.round((takePeak(attacked.gateway.pid) - before) / MIB);
      for (const connection of connections) connection.destroy();

      print(`/health beside hanging bodies ${whose}`, {
        grownMiB: grown,
        quiet: figures(quiet),
        attacked: figures(load),
      });
      expect(grown).toBeLessThan(30);
      expectAnswers(load);
    },
    TEST_MS,
  );
});
