import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { GatewayProcess, upstreamsOf } from '../support/gateway-process.js';
import { runNode } from '../support/run-node.js';

const COLLECTION = 'docs/postman/migo-gateway.postman_collection.json';

describe('the Postman collection', () => {
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

  it('is what `npm run postman` would write', async () => {
    expect(await runNode(['scripts/postman/generate.mjs', '--check', gateway.url])).toEqual({ code: 0, text: '' });
  });

  it('runs the story of docs/story.md', async () => {
    const newman = 'node_modules/newman/bin/newman.js';
    const options = ['--folder', 'Story', '--env-var', `baseUrl=${gateway.url}`, '--color', 'off'];
    const { code, text } = await runNode([newman, 'run', COLLECTION, ...options]);

    expect(text).toMatch(/assertions │ +25 │ +0 │/);
    expect(code).toBe(0);
  });
});
