import { Writable } from 'node:stream';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '../../src/observability/audit.log.js';
import { loggerOptions } from '../../src/observability/logger.module.js';

export interface LogLines {
  logger: PinoLogger;
  audit: AuditLog;
  /** Every line since `clear`, as it would leave the process. */
  lines: () => string[];
  clear: () => void;
}

/** The gateway's own logger, writing into memory. One a test file: nestjs-pino keeps one root logger. */
export function logLines(): LogLines {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const logger = new PinoLogger({
    pinoHttp: [{ ...loggerOptions({ logLevel: 'trace' }), wrapSerializers: false }, sink],
  });
  return {
    logger,
    audit: new AuditLog(logger),
    lines: () => [...lines],
    clear: () => {
      lines.length = 0;
    },
  };
}
