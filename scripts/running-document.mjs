// The OpenAPI document of the compiled gateway, which is started for it on a free port and ended again.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export async function runningDocument() {
  const env = { PATH: process.env.PATH, PORT: '0', ADMIN_PORT: '0' };
  const gateway = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    for await (const line of createInterface({ input: gateway.stdout })) {
      const { msg, listening } = JSON.parse(line);
      if (msg === 'started') return await (await fetch(`${listening}/openapi.json`)).json();
    }
    throw new Error('the gateway did not start');
  } finally {
    gateway.kill();
  }
}
