import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_DIRECTORY } from './log-directory.ts';

const SECRETS_FILE = join(LOG_DIRECTORY, 'secrets.txt');
/** Shorter ones (a PIN, a CVV) would be found inside timestamps and ids by chance: canaries are long enough. */
const SHORTEST = 8;

/** Notes values that must never be logged by any gateway of this test run. */
export function mustNotBeLogged(...secrets: string[]): void {
  appendFileSync(SECRETS_FILE, secrets.map((secret) => `${secret}\n`).join(''));
}

/** @throws Error that names the file and the first characters of what was found */
export function assertNoSecretsLogged(): void {
  if (!existsSync(SECRETS_FILE)) return;
  const secrets = new Set(
    readFileSync(SECRETS_FILE, 'utf8')
      .split('\n')
      .filter((line) => line.length >= SHORTEST),
  );
  for (const name of readdirSync(LOG_DIRECTORY).filter((file) => file.endsWith('.log'))) {
    const text = readFileSync(join(LOG_DIRECTORY, name), 'utf8');
    for (const secret of secrets) {
      if (text.includes(secret)) throw new Error(`${name} holds the secret ${secret.slice(0, 4)}…`);
    }
  }
}
