// `npm run bench`: the gateway against two peers, in one run on one machine, as ratios. How to read it: bench/README.md.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startGateway, startPeer } from './contestants.mjs';
import { canPin, cpuSecondsOf, REST_CORE, startScript, stop } from './processes.mjs';
import { printProfile, profilerOptions, toggleProfiler } from './profile.mjs';
import { machine, printContestants, printRatios } from './report.mjs';

const TARGETS = [
  { peer: 'http-proxy', target: 1 },
  { peer: 'nest-express-axios', target: 5 },
];
const WARM_UP_SECONDS = 3;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
    redis: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});
const rounds = positive('rounds');
const seconds = positive('seconds');
const connections = positive('connections');

refuseOlderNode();
prepare();
const running = [];
try {
  await run();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await Promise.all(running.map((end) => end()));
}

async function run() {
  const upstream = startScript(REST_CORE, 'upstream.mjs');
  const load = startScript(REST_CORE, 'load.mjs');
  running.push(
    () => stop(upstream.child),
    () => stop(load.child),
  );
  const { port: upstreamPort } = await upstream.next();
  const common = { upstreamPort, connections };
  const contestants = [];
  for (const start of [
    () => startGateway({ ...common, redis: values.redis, ...(values.profile && profilerOptions) }),
    ...TARGETS.map(
      ({ peer }) =>
        () =>
          startPeer(peer, common),
    ),
  ]) {
    const contestant = await start();
    running.push(contestant.stop);
    contestants.push(contestant);
  }
  describeRun();
  for (const contestant of contestants) await measure(load, contestant, WARM_UP_SECONDS);
  const results = await measureInTurns(load, contestants);
  printContestants(results);
  printRatios(results, contestants[0].name, TARGETS);
  if (values.profile) await profile(load, contestants[0]);
}

/** Short rounds in turn, each beginning with another contestant, so that a drift of the machine meets all of them. */
async function measureInTurns(load, contestants) {
  const results = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      results.get(contestant.name).push(await measure(load, contestant, seconds));
    }
  }
  return results;
}

async function measure(load, { name, child, port, authorization }, duration) {
  load.send({ port, authorization, connections, seconds: duration });
  await expect(load, name);
  const usedBefore = cpuSecondsOf(child) ?? NaN;
  const startedAt = performance.now();
  await expect(load, name);
  const used = (cpuSecondsOf(child) ?? NaN) - usedBefore;
  const elapsed = (performance.now() - startedAt) / 1000;
  const result = await expect(load, name);
  const cpuMicros = (used / result.requests) * 1e6;
  return { ...result, rate: result.requests / result.seconds, cpuMicros, busy: used / elapsed };
}

/** The next message of the load: "begun", "ended", then what it counted. */
async function expect(load, name) {
  const message = await load.next();
  if (message.fault !== undefined) throw new Error(`${name}: ${message.fault}`);
  return message;
}

async function profile(load, gateway) {
  toggleProfiler(gateway.child);
  const { requests } = await measure(load, gateway, seconds);
  toggleProfiler(gateway.child);
  await printProfile(requests);
}

function describeRun() {
  console.log(`${machine()}, ${new Date().toISOString()}`);
  console.log(
    `${rounds} rounds of ${seconds} s each, ${connections} connections, load: bench/load.mjs (raw sockets), ` +
      `sessions: ${values.redis === undefined ? 'in process' : 'Redis'}`,
  );
  console.log(
    canPin
      ? 'Pinned: each contestant alone on core 0, upstream and load on core 1.\n'
      : 'NOT PINNED: taskset or a second core is missing, so load and contestants disturb each other.\n',
  );
}

/** An older Node.js would hand over to another process (src/common/supported-node.ts), whose CPU time is not what is measured. */
function refuseOlderNode() {
  if (Number.parseInt(process.versions.node, 10) >= 22) return;
  console.error(
    `Run this as \`npm run bench\`: the gateway needs Node.js 22 or newer, and this is ${process.versions.node}.`,
  );
  process.exit(1);
}

function prepare() {
  const root = fileURLToPath(new URL('..', import.meta.url));
  if (!existsSync(`${root}/dist/main.js`)) npm(root, ['run', 'build']);
  if (!existsSync(`${root}/bench/node_modules`)) npm(root, ['ci', '--prefix', 'bench', '--no-audit', '--no-fund']);
}

function npm(cwd, argv) {
  const { status } = spawnSync('npm', argv, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

function positive(name) {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} must be a whole number above 0`);
  process.exit(1);
}
