import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { ANA, Client, LUIS } from '../support/client.js';
import { auditOf, logOf } from '../support/gateway-log.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { mustNotBeLogged } from '../support/logged-secrets.js';
import { SimulatorControl } from '../support/simulator-control.js';

const LIST = '/v1/partners/partner-demo/cardholders?limit=1';
const SESSION = '/v1/auth/session';

function newSecret(): string {
  const secret = randomBytes(32).toString('base64');
  mustNotBeLogged(secret);
  return secret;
}

/** The two session keys of a deployment, each in the files of a mounted secret. */
class KeyFiles {
  private readonly folder = mkdtempSync(join(tmpdir(), 'session-keys-'));
  readonly settings = ['first', 'second'].map((place) => ({
    id: `\${file:${join(this.folder, `${place}.id`)}}`,
    secret: `\${file:${join(this.folder, `${place}.secret`)}}`,
  }));

  write(place: 'first' | 'second', { id, secret }: { id: string; secret: string }): void {
    writeFileSync(join(this.folder, `${place}.id`), `${id}\n`);
    writeFileSync(join(this.folder, `${place}.secret`), `${secret}\n`);
  }
}

describe('session keys', () => {
  const keyPrefix = `test-${randomUUID()}`.slice(0, 32);
  const files = new KeyFiles();
  const [k0, k1, k2, k3] = ['k0', 'k1', 'k2', 'k3'].map((id) => ({ id, secret: newSecret() }));
  let simulator: Simulator;
  let control: SimulatorControl;
  let gateways: GatewayProcess[];
  let redis: Redis;
  let anonymous: Client;

  beforeAll(async () => {
    simulator = await startSimulator();
    control = new SimulatorControl(simulator);
    files.write('first', k1 ?? never());
    files.write('second', k0 ?? never());
    const config = { upstreams: upstreamsOf(simulator), sessions: { keys: files.settings } };
    gateways = [];
    for (let replica = 0; replica < 2; replica += 1) gateways.push(await GatewayProcess.start({ config, keyPrefix }));
    redis = new Redis(process.env['REDIS_TEST_URL'] ?? '');
    anonymous = new Client(gateways[0]?.url ?? '');
  });

  afterAll(async () => {
    redis.disconnect();
    await simulator.close();
    for (const gateway of gateways) await gateway.stop();
  });

  const everywhere = (client: Client, path = LIST): Promise<number[]> =>
    Promise.all(gateways.map(async ({ url }) => (await client.at(url).get(path)).status));

  const refusalsOf = (reason: string): number[] =>
    gateways.map(
      (gateway) =>
        auditOf(gateway).filter((line) => line['event'] === 'record_undecipherable' && line['reason'] === reason)
          .length,
    );

  const total = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0);

  /** Until both replicas have read keys that were changed for the so-and-so-manieth time. */
  const read = (times: number): Promise<unknown> =>
    eventually(() =>
      Promise.resolve(
        gateways.every(
          (gateway) =>
            auditOf(gateway).filter(
              ({ event, changed }) => event === 'settings_changed' && String(changed).startsWith('sessions.keys'),
            ).length === times,
        ),
      ),
    );

  /** The store's own name of the session of a client, and what lies there. */
  const recordOf = async (logIn: () => Promise<Client>): Promise<{ client: Client; key: string }> => {
    const before = new Set(await redis.keys(`${keyPrefix}:session:*`));
    const client = await logIn();
    const key = (await redis.keys(`${keyPrefix}:session:*`)).find((name) => !before.has(name)) ?? '';
    expect(key).not.toBe('');
    return { client, key };
  };

  /** Puts a value there as somebody who can write to Redis would, and has all replicas read it. */
  const plant = async (key: string, value: string): Promise<void> => {
    await redis.set(key, value, 'PX', 60_000);
    await redis.publish(`${keyPrefix}:changes`, key.slice(keyPrefix.length + 1));
    // The message has reached the gateways once an answer that was asked for after it has.
    await eventually(async () => (await redis.get(key)) === value);
  };

  const refusedEverywhere = (client: Client): Promise<unknown> =>
    eventually(async () => (await everywhere(client, SESSION)).every((status) => status === 401));

  describe('a stored value', () => {
    it('that was changed by a bit is refused, with a security event', async () => {
      const { client, key } = await recordOf(() => anonymous.logIn());
      const value = (await redis.get(key)) ?? '';
      const at = value.length - 10;
      const before = total(refusalsOf('altered'));

      await plant(key, `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`);

      await refusedEverywhere(client);
      await eventually(() => Promise.resolve(total(refusalsOf('altered')) > before));
    });

    it('that was changed by a bit among the upstream tokens ends that session only', async () => {
      const other = await anonymous.logIn(LUIS);
      const { client } = await recordOf(() => anonymous.logIn());
      const id = (await client.get('/v1/auth/sessions')).body.data.sessions.find(
        (entry: { current: boolean }) => entry.current,
      ).id;
      const [key = ''] = await redis.keys(`${keyPrefix}:token:session:${id}:*`);
      const value = (await redis.get(key)) ?? '';
      const at = value.length - 10;

      await plant(key, `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`);

      await eventually(async () => (await everywhere(client)).every((status) => status === 401));
      expect((await client.get(LIST)).body.code).toBe('session_expired');
      expect(await everywhere(other)).toEqual([200, 200]);
    });

    it('that was swapped between two sessions is refused for both, with security events', async () => {
      const ana = await recordOf(() => anonymous.logIn());
      const luis = await recordOf(() => anonymous.logIn(LUIS));
      const values = await redis.mget(ana.key, luis.key);
      const before = total(refusalsOf('altered'));

      await plant(ana.key, values[1] ?? '');
      await plant(luis.key, values[0] ?? '');

      await refusedEverywhere(ana.client);
      await refusedEverywhere(luis.client);
      await eventually(() => Promise.resolve(total(refusalsOf('altered')) >= before + 2));
    });

    it('of an older version, put back after the handle was changed, is refused at both replicas', async () => {
      const { client, key } = await recordOf(() => anonymous.logIn());
      const older = (await redis.get(key)) ?? '';
      await client.post('/v1/auth/otp', {});
      const verified = await client.send('PUT', '/v1/auth/otp', { body: { otp: await control.otp(ANA.email) } });
      mustNotBeLogged(verified.body.data.sessionToken);
      const before = refusalsOf('replayed');

      await plant(key, older);

      await refusedEverywhere(client);
      await eventually(() => Promise.resolve(refusalsOf('replayed').every((count, at) => count > (before[at] ?? 0))));
      const elevated = anonymous.withToken(verified.body.data.sessionToken);
      expect(await everywhere(elevated, SESSION)).toEqual([200, 200]);
    });

    it('that was put back after a logout is refused at both replicas', async () => {
      const { client, key } = await recordOf(() => anonymous.logIn());
      const older = (await redis.get(key)) ?? '';
      expect(await everywhere(client)).toEqual([200, 200]);
      await client.delete(SESSION);
      const before = refusalsOf('replayed');

      await plant(key, older);

      await refusedEverywhere(client);
      await eventually(() => Promise.resolve(refusalsOf('replayed').every((count, at) => count > (before[at] ?? 0))));
    });
  });

  describe('that change while the gateway runs', () => {
    it('log nobody out, are refused where they are bad, and take only their own sessions along', async () => {
      const clients: Client[] = [];
      for (let session = 0; session < 5; session += 1) clients.push(await anonymous.logIn());
      const statuses = new Map<number, number>();
      const rotation = new AbortController();
      const calls = (async (): Promise<void> => {
        while (!rotation.signal.aborted) {
          const answers = await Promise.all(clients.map((client) => everywhere(client)));
          for (const status of answers.flat()) statuses.set(status, (statuses.get(status) ?? 0) + 1);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      })();

      files.write('second', k2 ?? never());
      await read(1);
      files.write('first', k2 ?? never());
      files.write('second', k1 ?? never());
      await read(2);
      const young = await anonymous.logIn();
      rotation.abort();
      await calls;
      expect([...statuses.keys()]).toEqual([200]);
      expect(statuses.get(200)).toBeGreaterThan(50);

      files.write('second', { id: 'k3', secret: 'bm90LTMyLWJ5dGVz' });
      await eventually(() =>
        Promise.resolve(
          gateways.every((gateway) => logOf(gateway).some(({ msg }) => String(msg).includes('are refused'))),
        ),
      );
      for (const client of clients) expect(await everywhere(client)).toEqual([200, 200]);

      files.write('second', k3 ?? never());
      await read(3);
      for (const client of clients) await refusedEverywhere(client);
      expect(await everywhere(young)).toEqual([200, 200]);
      expect((await anonymous.logIn()).baseUrl).toBe(anonymous.baseUrl);
    }, 60_000);
  });
});

function never(): never {
  throw new Error('there are four keys');
}
