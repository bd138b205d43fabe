// Loaded into the gateway by `--profile`: SIGWINCH starts the profiler, the next SIGWINCH writes what it saw. `--cpu-prof`
// would not do: it counts the start, too, and writes nothing where a signal ends the process, as it does the gateway.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const INTERVAL_MICROS = 200;

let session;

process.on('SIGWINCH', () => {
  void (session === undefined ? begin() : end());
});

async function begin() {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_MICROS });
  await session.post('Profiler.start');
}

async function end() {
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(process.env.BENCH_PROFILE, JSON.stringify(profile));
  session.disconnect();
  session = undefined;
}
