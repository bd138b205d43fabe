import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'node:http';
import { GatewayProcess } from '../support/gateway-process.js';
import { MIB, residentBytes } from '../support/memory.js';

/** 60 for the acceptance of a release (npm run faults). */
const SECONDS = Number(process.env['STALLED_SECONDS'] ?? 1);
/** Lines of them are more than the gateway keeps. */
const REQUESTS = 14_000;
const AT_ONCE = 40;

describe('a log that nobody reads', () => {
  let gateway: GatewayProcess;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  beforeAll(async () => {
    gateway = await GatewayProcess.start({ config: {} });
  });

  afterAll(async () => {
    agent.destroy();
    await gateway.stop('SIGKILL');
  });

  const send = (path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      request(gateway.url + path, { agent }, (answer) => {
        answer.resume().on('end', () => {
          resolve(answer.statusCode ?? 0);
        });
      })
        .on('error', reject)
        .end();
    });

  const burst = async (count: number): Promise<number[]> => {
    const statuses = new Set<number>();
    let left = count;
    const inTurn = async (): Promise<void> => {
      for (; left > 0; left -= 1) statuses.add(await send('/health'));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
    return [...statuses];
  };

  const dropped = async (): Promise<number> => {
    const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
    return Number(/^migo_gateway_log_lines_dropped_total\{log="requests"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };

  it(
    'fails no request, takes little memory, and tells how many lines are missing once it is read again',
    async () => {
      await burst(4000);
      const before = residentBytes(gateway.pid);
      gateway.stopReading();

      expect(await burst(REQUESTS)).toEqual([200]);
      await sleep(SECONDS * 1000);

      expect(await burst(100)).toEqual([200]);
      expect(residentBytes(gateway.pid) - before).toBeLessThan(50 * MIB);
      const lost = await dropped();
      expect(lost).toBeGreaterThan(0);
      expect(await dropped()).toBe(lost);

      const text = gateway.readOn();
      await sleep(1000);
      await burst(10);
      expect(await gateway.stop()).toBe(0);
      const lines = (await text).split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
      const told = lines
        .map((line) => JSON.parse(line) as { msg: string; dropped?: number })
        .filter(({ msg }) => msg === 'lines of the log were dropped');
      expect(told.map((line) => line.dropped)).toEqual([lost]);
    },
    (SECONDS + 120) * 1000,
  );

  it('does not keep the process from ending', async () => {
    const stalled = await GatewayProcess.start({ config: {} });
    gateway = stalled;
    stalled.stopReading();
    await burst(4000);

    expect(await stalled.stop()).toBe(0);
  }, 60_000);
});
