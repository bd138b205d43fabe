// `npm start`: the simulator and the gateway, ready to be tried. Real upstreams: see README, "Your own settings".
import { spawn } from 'node:child_process';

const port = process.env.PORT ?? '8080';
const adminPort = process.env.ADMIN_PORT ?? '9090';
const children = [];

const start = (name, script) => {
  const child = spawn(process.execPath, [script], { stdio: 'inherit' });
  children.push(child);
  child.on('exit', (code) => {
    if (stopping) return;
    console.error(`${name} ended with ${code}`);
    stop(1);
  });
};

let stopping = false;
const stop = (code) => {
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
  process.exitCode = code;
};
process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));

const answers = (url) =>
  fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );

const untilAnswers = async (url) => {
  while (!stopping && !(await answers(url))) await new Promise((wake) => setTimeout(wake, 50));
};

start('simulator', 'dist/simulator/main.js');
start('gateway', 'dist/main.js');
await Promise.all([untilAnswers('http://127.0.0.1:4090/state'), untilAnswers(`http://127.0.0.1:${adminPort}/readyz`)]);

if (!stopping) {
  console.log(`
Migo Gateway is ready.

  API       http://localhost:${port}/v1
  Console   http://localhost:${port}/docs
  Admin     http://localhost:${adminPort}/readyz  /metrics  /ops/routes

  Demo logins (CMS users of the simulator)
    ana@demo.migo.test   Demo-Pass-1!   every permission
    luis@demo.migo.test  Demo-Pass-2!   reads cardholders only

  Demo cardholder (wallet user of the simulator; POST /v1/auth/cardholder/login)
    jose@wallet.migo.test  Wallet-Pass-1!   holds card 1001

  Demo service client (POST /v1/auth/token)
    demo-billing  demo-billing-secret-1   every scope

  Try it
    curl -s http://localhost:${port}/v1/auth/operator/login -H 'content-type: application/json' \\
      -d '{"email":"ana@demo.migo.test","password":"Demo-Pass-1!","transport":"token"}'
    curl -s http://localhost:${port}/v1/auth/token -u demo-billing:demo-billing-secret-1 -d grant_type=client_credentials

  Ctrl+C ends both.
`);
}
