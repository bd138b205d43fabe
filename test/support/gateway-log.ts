import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GatewayProcess } from './gateway-process.js';
import { LOG_DIRECTORY } from './log-directory.js';

export type LogLine = Readonly<Record<string, unknown>>;

/** What a gateway has logged so far, at most 100 ms late. Its file is the one that says where it listens. */
export function logOf({ url }: Pick<GatewayProcess, 'url'>): LogLine[] {
  const files = readdirSync(LOG_DIRECTORY).filter((name) => name.endsWith('.log'));
  const logs = files.map((name) => readFileSync(join(LOG_DIRECTORY, name), 'utf8'));
  const own = logs.find((text) => text.includes(`"listening":"${url}"`)) ?? '';
  const complete = own.slice(0, own.lastIndexOf('\n') + 1);
  return complete
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

/** Lines of the audit log. */
export function auditOf(gateway: Pick<GatewayProcess, 'url'>): LogLine[] {
  return logOf(gateway).filter(({ audit }) => audit === true);
}
