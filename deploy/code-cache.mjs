// Fills the code cache of the image (NODE_COMPILE_CACHE): runs the gateway for a moment, so that its first requests need not be
// compiled when it is started in earnest. Node.js writes the cache when the process ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PATHS = ['/health', '/openapi.json', '/v1/auth/session', '/v1/partners/partner-demo/cardholders', '/nowhere'];
const TIMES = 50;

const config = join(mkdtempSync(join(tmpdir(), 'code-cache-')), 'gateway.yaml');
writeFileSync(config, JSON.stringify({ server: { port: 0, drainSeconds: 0, warmUp: false } }));
const { PATH, NODE_COMPILE_CACHE } = process.env;
const env = { PATH, NODE_COMPILE_CACHE, GATEWAY_PROFILE: 'simulator', GATEWAY_CONFIG: config, ADMIN_PORT: '0' };
const gateway = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
const exited = once(gateway, 'exit');

for await (const line of createInterface({ input: gateway.stdout })) {
  const { msg, listening } = JSON.parse(line);
  if (msg === 'started') void requestsTo(listening);
}
const [code] = await exited;
if (code !== 0) throw new Error(`the gateway ended with ${code}`);

async function requestsTo(listening) {
  for (let time = 0; time < TIMES; time += 1) {
    for (const path of PATHS) await (await fetch(listening + path)).arrayBuffer();
  }
  gateway.kill('SIGTERM');
}
