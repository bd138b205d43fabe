import '../common/process/supported-node.js';
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';

// Only now: an older Node.js must not get as far as loading libraries that it cannot run.
const { runDoctor } = await import('./doctor/run-doctor.js');

// By exit: a check that was given up must not keep the process alive.
process.exit(
  await runDoctor({
    env: process.env,
    directory: fileURLToPath(new URL('../../config', import.meta.url)),
    output: process.stdout,
    compareContracts: async (settings) => (await import('../app.preview.js')).previewContracts(settings),
  }),
);
