import { Writable } from 'node:stream';
import pino from 'pino';
import { AuditLog } from '../../src/observability/audit.log.js';
import { type ContextLogger, Loggers } from '../../src/observability/logger.js';
import { loggerOptions } from '../../src/observability/logger.module.js';

export interface LogLines {
  loggers: Loggers;
  logger: ContextLogger;
  audit: AuditLog;
  /** Every line since `clear`, as it would leave the process. */
  lines: () => string[];
  clear: () => void;
}

/** The gateway's own logger, writing into memory. */
export function logLines(): LogLines {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const loggers = new Loggers(pino(loggerOptions({ logLevel: 'trace' }), sink));
  return {
    loggers,
    logger: loggers.of(),
    audit: new AuditLog({ level: 'info', write: (line) => lines.push(line) > 0 }),
    lines: () => [...lines],
    clear: () => {
      lines.length = 0;
    },
  };
}
