import '../common/process/supported-node.js';
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { codeOf } from '../common/error-code.js';

// Only now: an older Node.js must not get as far as loading libraries that it cannot run.
const { runDoctor } = await import('./doctor/run-doctor.js');

/** Whoever reads only its beginning (`| head -1`) knows that there is more. */
process.stdout.on('error', (error) => {
  if (codeOf(error) !== 'EPIPE') console.error(`the report cannot be written (${codeOf(error) ?? 'failed'})`);
  process.exit(1);
});

// By exit: a check that was given up must not keep the process alive.
process.exit(
  await runDoctor({
    env: process.env,
    directory: fileURLToPath(new URL('../../config', import.meta.url)),
    output: process.stdout,
    compareContracts: async (settings) => (await import('../app.preview.js')).previewContracts(settings),
  }),
);
