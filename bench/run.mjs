// `npm run bench`: the gateway next to what one would use instead, in one run on one machine. How to read it: bench/README.md.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { canPin } from './processes.mjs';
import { profileText, profilerOptions, toggleProfiler } from './profile.mjs';
import { loadAverage, machine, scenarioText } from './report.mjs';
import { keep } from './results.mjs';
import { SCENARIOS } from './scenarios.mjs';
import { Stage } from './stage.mjs';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', multiple: true, default: SCENARIOS.map(({ name }) => name) },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '64' },
    'warm-up': { type: 'string' },
    redis: { type: 'string' },
    profile: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
// Figures that are kept are worth a quarter of an hour; a look at them is not.
const [rounds, seconds, warmUpSeconds] = values.write ? [5, 5, 40] : [3, 2, 10];
const options = {
  rounds: positive('rounds', rounds),
  seconds: positive('seconds', seconds),
  connections: positive('connections'),
  warmUpSeconds: positive('warm-up', warmUpSeconds),
};
const chosen = values.scenario.map(
  (name) => SCENARIOS.find((one) => one.name === name) ?? refuse(`no scenario ${name}`),
);

const warmed = new Map();
refuseOlderNode();
prepare();
const stage = await Stage.open({
  connections: options.connections * 4,
  redis: values.redis,
  ...(values.profile && { profiler: profilerOptions }),
});
try {
  await run();
} finally {
  await stage.close();
}

async function run() {
  const loadBefore = loadAverage();
  const head = () =>
    [
      `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${machine()}, load average ${loadBefore} before and ${loadAverage()} after.`,
      `${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections.`,
      canPin
        ? 'Each contestant alone on core 0, upstream, load and Redis on core 1.'
        : 'NOT PINNED: load and contestants disturb each other.',
    ].join(' ');
  console.log(`${head()}\n`);
  const [results, texts] = [[], []];
  for (const scenario of chosen) {
    if (scenario.needsRedis && stage.redis === undefined) {
      console.log(`### ${scenario.name}: left out, redis-server is not installed\n`);
      continue;
    }
    try {
      const result = await resultOf(scenario);
      const text = scenarioText(result, scenario.measure);
      console.log(`${text}\n`);
      results.push(result);
      texts.push(text);
      if (values.profile) await profile(scenario);
    } catch (error) {
      // The others can be measured all the same.
      console.error(`### ${scenario.name}: ended by a fault\n\n${error.message}\n`);
      process.exitCode = 1;
    }
  }
  const isWhole = results.length === SCENARIOS.length;
  const run = {
    at: new Date().toISOString(),
    machine: machine(),
    load: [loadBefore, loadAverage()],
    options,
    scenarios: results,
  };
  keep(run, { isLast: isWhole, page: values.write ? [head(), ...texts].join('\n\n') : undefined });
}

/** Short rounds in turn, each beginning with another case, so that a drift of the machine meets all of them. */
async function resultOf(scenario) {
  const {
    name,
    about,
    measure,
    mostRounds = options.rounds,
    delayMs = 0,
    connections = options.connections,
  } = scenario;
  const cases = scenario.cases.filter(({ contestant }) => stage.has(contestant));
  const warmUps = {};
  if (measure.warmUp !== undefined) for (const one of cases) warmUps[one.name] = await warm(measure, one);
  await stage.setDelay(delayMs);
  const rounds = [];
  for (let round = 0; round < Math.min(mostRounds, options.rounds); round += 1) {
    const first = round % cases.length;
    const figures = Object.fromEntries(cases.map((one) => [one.name, undefined]));
    for (const one of [...cases.slice(first), ...cases.slice(0, first)])
      figures[one.name] = await measure.run(stage, one, { ...options, connections }, scenario);
    rounds.push(figures);
  }
  await stage.setDelay(0);
  const ratios = scenario.ratios
    .filter(({ name: ratio }) => [...scenario.cases].every((one) => cases.includes(one) || !ratio.includes(one.name)))
    .map(({ of, ...ratio }) => ({ ...ratio, values: rounds.map(of).filter((value) => !Number.isNaN(value)) }))
    .filter(({ values: known }) => known.length > 0);
  return { name, about, ...(measure.warmUp !== undefined && { warmUps }), rounds, ratios };
}

/** Each contestant once for each kind of request: what an earlier scenario has warmed is warm. */
async function warm(measure, one) {
  const key = `${one.contestant} ${one.request}`;
  const known = warmed.get(key) ?? (await measure.warmUp(stage, one, options));
  warmed.set(key, known);
  return known;
}

/** The gateway's part of a scenario, for one round more. */
async function profile(scenario) {
  for (const one of scenario.cases.filter(
    ({ contestant, request }) => contestant === 'migo-gateway' && request !== undefined,
  )) {
    const { child } = await stage.contestant(one.contestant);
    toggleProfiler(child);
    const { cpuMicros } = await scenario.measure.run(stage, one, options, scenario);
    toggleProfiler(child);
    console.log(`${await profileText(one.name, cpuMicros)}\n`);
  }
}

/** An older Node.js would hand over to another process (src/common/process/supported-node.ts), whose CPU time is not what is measured. */
function refuseOlderNode() {
  if (Number.parseInt(process.versions.node, 10) >= 22) return;
  refuse(`Run this as \`npm run bench\`: the gateway needs Node.js 22 or newer, and this is ${process.versions.node}.`);
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

function positive(name, otherwise) {
  const value = Number(values[name] ?? otherwise);
  return Number.isInteger(value) && value > 0 ? value : refuse(`--${name} must be a whole number above 0`);
}

function refuse(reason) {
  console.error(reason);
  process.exit(1);
}
