import { rmSync } from 'node:fs';
import { COMPILE_CACHE, SCRATCH_DIRECTORY } from './log-directory.ts';
import { assertNoSecretsLogged } from './logged-secrets.ts';

/** Runs once after all suites. What the gateways of the whole run logged is searched for every secret they were given. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.__sharedRedis?.stop();
  for (const folder of [SCRATCH_DIRECTORY, COMPILE_CACHE]) rmSync(folder, { recursive: true, force: true });
  assertNoSecretsLogged();
}
