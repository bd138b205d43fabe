import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { eventually } from '../storage/eventually.js';
import { Client } from '../support/client.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { TokenUpstream } from '../support/token-upstream.js';

interface Readiness {
  status: number;
  checks: Record<string, string>;
}

async function readinessOf({ adminUrl }: GatewayProcess): Promise<Readiness> {
  const answer = await fetch(`${adminUrl}/readyz`);
  const { checks } = (await answer.json()) as Pick<Readiness, 'checks'>;
  return { status: answer.status, checks };
}

const ready = (gateway: GatewayProcess): Promise<Readiness> =>
  eventually(async () => {
    const readiness = await readinessOf(gateway);
    return readiness.status === 200 && readiness;
  });

describe('a gateway that starts', () => {
  let simulator: Simulator;
  let upstream: TokenUpstream;
  let silent: Server;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator();
    upstream = await TokenUpstream.start();
    silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    await gateway.stop('SIGKILL');
  });

  afterAll(async () => {
    await Promise.all([simulator.close(), upstream.close()]);
    silent.close();
  });

  it('has the application tokens before it is ready, so that no first call waits for them', async () => {
    const config = { upstreams: upstream.upstreams, server: { warmUp: true } };
    gateway = await GatewayProcess.start({ config });

    expect(await ready(gateway)).toEqual({
      status: 200,
      checks: { store: 'ok', log: 'ok', audit: 'ok', serving: 'ok', tokens: 'ok' },
    });
    const logins = upstream.tokenCalls.length;
    expect(logins).toBe(2);
    const service = await new Client(gateway.url).asService();
    await service.get('/v1/card-transfers/1');
    expect(upstream.tokenCalls.length).toBe(logins);
  });

  it('is not ready while they are on their way, and is in the end where an upstream does not answer', async () => {
    const { port } = silent.address() as AddressInfo;
    const upstreams = { ...upstreamsOf(simulator), wallet: { baseUrl: `http://127.0.0.1:${port}` } };
    gateway = await GatewayProcess.start({ config: { upstreams, server: { warmUp: true } } });

    expect(await readinessOf(gateway)).toEqual({
      status: 503,
      checks: { store: 'ok', log: 'ok', audit: 'ok', serving: 'ok', tokens: 'failed' },
    });
    expect(await ready(gateway)).toMatchObject({ checks: { tokens: 'ok' } });
    expect(await (await new Client(gateway.url).logIn()).get('/v1/auth/session')).toMatchObject({ status: 200 });
  });
});
