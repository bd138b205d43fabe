import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { runNode } from '../support/run-node.js';

/** Types are made, compiled and run: three programs on a machine that may be busy. */
const TIMEOUT_MS = 120_000;

describe('a typed client from the OpenAPI document', () => {
  let simulator: Simulator;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    simulator = await startSimulator({ ports: { wallet: 0, middleware: 0, cms: 0, payments: 0, control: 0 } });
    gateway = await GatewayProcess.start({ config: { upstreams: upstreamsOf(simulator) } });
  });

  afterAll(async () => {
    await simulator.close();
    await gateway.stop();
  });

  it(
    'compiles, and runs the story of docs/story.md',
    async () => {
      const { code, text } = await runNode(['scripts/typed-client/run.mjs', gateway.url]);

      expect(text.match(/^\d\. .*/gm)).toHaveLength(8);
      expect(code).toBe(0);
    },
    TIMEOUT_MS,
  );
});
