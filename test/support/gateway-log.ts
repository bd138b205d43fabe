import { readFileSync } from 'node:fs';
import type { GatewayProcess } from './gateway-process.js';

export type LogLine = Readonly<Record<string, unknown>>;

/** What a gateway has logged so far, at most 100 ms late. */
export function logOf({ logFile }: GatewayProcess): LogLine[] {
  const text = readFileSync(logFile, 'utf8');
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  return complete
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

/** Lines of the audit log. */
export function auditOf(gateway: GatewayProcess): LogLine[] {
  return logOf(gateway).filter(({ audit }) => audit === true);
}
