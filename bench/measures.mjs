import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { cpuSecondsOf, forgetPeak, peakMiBOf } from './processes.mjs';

// What can be measured of a case. Each has the columns of its table and `run`, which gives the figures of one round.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Of each connection, not counted: connections open, upstream pools fill. */
const RAMP_ANSWERS = 20;
const SAMPLES_PER_SECOND = 2;
const STEADY_SECONDS = 3;
const STEADY_WITHIN = 0.05;
const NEARLY = 0.9;

/** As many requests as go through, one at a time on each connection. */
export const closedLoop = {
  columns: [
    { title: 'requests/s', of: ({ rate }) => rate, hasSpread: true },
    { title: 'p50 ms', of: ({ p50 }) => p50, digits: 2 },
    { title: 'p99 ms', of: ({ p99 }) => p99, digits: 2 },
    { title: 'CPU µs/request', of: ({ cpuMicros }) => cpuMicros, digits: 1 },
    { title: 'core busy', of: ({ busy }) => busy * 100, unit: ' %' },
  ],
  warmUp,
  async run(stage, { contestant: name, request }, { connections, seconds }) {
    const contestant = await stage.contestant(name);
    const order = { request, connections, rampAnswers: RAMP_ANSWERS, intervalMs: seconds * 1000, intervals: 1 };
    const { result, samples } = await loop(stage, contestant, order);
    const [{ answers, seconds: elapsed, cpu }] = samples;
    const { p50, p99 } = result;
    return { rate: answers / elapsed, p50, p99, cpuMicros: (cpu / answers) * 1e6, busy: cpu / elapsed };
  },
};

/** As many requests as are planned, whether or not the answers have come; load/open.mjs. */
export const openLoop = {
  columns: [
    { title: 'p50 ms', of: ({ p50 }) => p50, digits: 2 },
    { title: 'p90 ms', of: ({ p90 }) => p90, digits: 2 },
    { title: 'p99 ms', of: ({ p99 }) => p99, digits: 2 },
  ],
  warmUp,
  async run(stage, { contestant: name, request }, { seconds }, { rate, secondsOf = (given) => given }) {
    const { port, prefix, authorization } = await stage.contestant(name);
    return ask(stage, { kind: 'openLoop', request, port, prefix, authorization, rate, seconds: secondsOf(seconds) });
  },
};

/** One large body. */
export const transfer = {
  columns: [
    { title: 'MB/s', of: ({ megabytesPerSecond }) => megabytesPerSecond, hasSpread: true },
    { title: 'CPU ms/MB', of: ({ cpuMillis }) => cpuMillis, digits: 2 },
    { title: 'peak memory MiB', of: ({ peakMiB }) => peakMiB },
    { title: 'of it added', of: ({ addedMiB }) => addedMiB },
  ],
  async run(stage, { contestant: name, way }) {
    const { child, port, prefix, authorization, serviceToken } = await stage.contestant(name, 'bulk');
    const order = { kind: 'transfer', way, port, prefix, authorization: (await serviceToken?.()) ?? authorization };
    forgetPeak(child);
    const [before, used] = [peakMiBOf(child), cpuSecondsOf(child)];
    const { megabytes, seconds } = await ask(stage, order);
    const peakMiB = peakMiBOf(child);
    const cpuMillis = ((cpuSecondsOf(child) - used) / megabytes) * 1000;
    return { megabytesPerSecond: megabytes / seconds, cpuMillis, peakMiB, addedMiB: peakMiB - before };
  },
};

/** A gateway from the start of its process on, under full load from its first moment. */
export const start = {
  columns: [
    { title: 's until it listens', of: ({ listensAfter }) => listensAfter, digits: 1 },
    { title: 's until 90 % of the steady rate', of: ({ nearlyAfter }) => nearlyAfter, digits: 1 },
    { title: 'CPU s until then', of: ({ nearlyCpu }) => nearlyCpu, digits: 1 },
    { title: 'part of it in the first second', of: ({ firstSecond }) => firstSecond * 100, unit: ' %' },
    { title: 'steady requests/CPU s', of: ({ rate }) => rate },
  ],
  async run(stage, { hasCache }, { connections, warmUpSeconds }) {
    const cache = hasCache ? codeCache() : undefined;
    const spawnedAt = performance.now();
    const gateway = await stage.gateway(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache });
    try {
      const listensAfter = (performance.now() - spawnedAt) / 1000;
      const startCpu = cpuSecondsOf(gateway.child);
      const order = { request: 'list', connections, ...untilSteady(warmUpSeconds) };
      const { samples } = await loop(stage, gateway, order, isSteady);
      const steady = rateOf(samples.slice(-STEADY_SECONDS * SAMPLES_PER_SECOND));
      const nearly = samples.slice(0, samples.findIndex((sample) => rateOf([sample]) >= steady * NEARLY) + 1);
      const sum = (of) => nearly.reduce((total, sample) => total + of(sample), 0);
      return {
        listensAfter,
        nearlyAfter: listensAfter + sum(({ seconds }) => seconds),
        nearlyCpu: startCpu + sum(({ cpu }) => cpu),
        firstSecond: rateOf(samples.slice(0, SAMPLES_PER_SECOND)) / steady,
        rate: steady,
        curve: samples.map((sample, index) => [
          listensAfter + (index + 1) / SAMPLES_PER_SECOND,
          rateOf([sample]) / steady,
        ]),
      };
    } finally {
      await gateway.stop();
      if (cache !== undefined) rmSync(cache, { recursive: true });
    }
  },
};

let imageCache;

/** A copy of what the image has, because a gateway that may write adds what it has compiled itself. */
function codeCache() {
  if (imageCache === undefined) {
    imageCache = mkdtempSync(join(tmpdir(), 'code-cache-'));
    process.on('exit', () => rmSync(imageCache, { recursive: true }));
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: imageCache };
    const { status } = spawnSync(process.execPath, ['deploy/code-cache.mjs'], { cwd: ROOT, env, stdio: 'inherit' });
    if (status !== 0) throw new Error('deploy/code-cache.mjs made no cache');
  }
  const copy = mkdtempSync(join(tmpdir(), 'code-cache-'));
  cpSync(imageCache, copy, { recursive: true });
  return copy;
}

/** Full load until the rate is steady; what of it was needed. */
async function warmUp(stage, { contestant: name, request }, { connections, warmUpSeconds }) {
  const contestant = await stage.contestant(name);
  const { samples } = await loop(stage, contestant, { request, connections, ...untilSteady(warmUpSeconds) }, isSteady);
  return { seconds: samples.length / SAMPLES_PER_SECOND, isSteady: isSteady(samples) };
}

function untilSteady(mostSeconds) {
  return { intervalMs: 1000 / SAMPLES_PER_SECOND, intervals: mostSeconds * SAMPLES_PER_SECOND };
}

/** By CPU, since whoever else is on the machine changes what a contestant gets of it. */
function isSteady(samples) {
  if (samples.length < STEADY_SECONDS * SAMPLES_PER_SECOND) return false;
  const rates = Array.from({ length: STEADY_SECONDS }, (_, second) => {
    const end = samples.length - second * SAMPLES_PER_SECOND;
    return rateOf(samples.slice(end - SAMPLES_PER_SECOND, end));
  });
  return Math.max(...rates) / Math.min(...rates) - 1 <= STEADY_WITHIN;
}

/** Answers in a second of the contestant's CPU. */
function rateOf(samples) {
  const sum = (of) => samples.reduce((total, sample) => total + of(sample), 0);
  return sum(({ answers }) => answers) / sum(({ cpu }) => cpu);
}

/** A closed loop, with what the contestant used in each of its intervals. */
async function loop(stage, { child, port, prefix, authorization }, order, isEnough = () => false) {
  stage.load.send({ kind: 'closedLoop', port, prefix, authorization, ...order });
  const samples = [];
  let [used, hasEnough] = [0, false];
  for (;;) {
    const { begun, result, ...sample } = await answer(stage);
    if (result !== undefined) return { result, samples };
    // What comes after the stop is not counted: the load may have been on its way to the next interval.
    if (hasEnough) continue;
    const now = cpuSecondsOf(child);
    if (begun === undefined) samples.push({ ...sample, cpu: now - used });
    used = now;
    hasEnough = isEnough(samples);
    if (hasEnough) stage.load.send({ stop: true });
  }
}

async function ask(stage, order) {
  stage.load.send(order);
  return (await answer(stage)).result;
}

async function answer(stage) {
  const { fault, ...message } = await stage.load.next();
  if (fault !== undefined) throw new Error(fault);
  return message;
}
