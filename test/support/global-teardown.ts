import { assertNoSecretsLogged } from './logged-secrets.ts';

/** Runs once after all suites. What the gateways of the whole run logged is searched for every secret they were given. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.__sharedRedis?.stop();
  assertNoSecretsLogged();
}
