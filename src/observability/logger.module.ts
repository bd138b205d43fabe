import { type DynamicModule, Global, Module } from '@nestjs/common';
import pino, { type LoggerOptions } from 'pino';
import type { AuditSettings } from '../config/audit.settings.js';
import type { Settings } from '../config/settings.js';
import { AuditLog, type AuditSink } from './audit.log.js';
import { serializeError } from './error.serializer.js';
import { FrameworkLogger } from './framework.logger.js';
import { LineBatch } from './line-batch.js';
import { Loggers } from './logger.js';
import { RequestLogger } from './request-log.js';

/** A last net below the rule that nothing secret is handed to the logger at all. */
const REDACTED = ['authorization', 'cookie', 'password', 'accessToken', 'refreshToken', 'token', 'signature'];

/** Lines leave in blocks, or after 100 ms: a write per request would cost more than the request. */
const DESTINATION = { dest: 1, sync: false, minLength: 4096, maxWrite: 131_072, periodicFlush: 100 };

@Global()
@Module({})
export class LoggerModule {
  /** One pino for the gateway's lines, Nest's own, and the line per request. */
  static forRoot({ logLevel, audit }: Pick<Settings, 'logLevel' | 'audit'>): DynamicModule {
    const destination = pino.destination(DESTINATION);
    const logger = pino(loggerOptions({ logLevel }), destination);
    const requestLogger = new RequestLogger({ logger, batch: new LineBatch(destination), time: isoTime });
    return {
      module: LoggerModule,
      providers: [
        { provide: Loggers, useValue: new Loggers(logger) },
        { provide: FrameworkLogger, useValue: new FrameworkLogger(logger) },
        { provide: AuditLog, useValue: new AuditLog(auditSink(audit, destination)) },
        { provide: RequestLogger, useValue: requestLogger },
      ],
      exports: [Loggers, FrameworkLogger, RequestLogger, AuditLog],
    };
  }
}

function auditSink({ level, file }: AuditSettings, standard: { write: (line: string) => unknown }): AuditSink {
  if (file === undefined) return { level, write: (line) => standard.write(line) };
  // Each line at once: what was done must not be lost with the process.
  const destination = pino.destination({ dest: file, append: true, mkdir: true, mode: 0o640, sync: true });
  return { level, write: (line) => destination.write(line) };
}

export function loggerOptions({ logLevel }: Pick<Settings, 'logLevel'>): LoggerOptions {
  return {
    level: logLevel,
    base: null,
    timestamp: isoTime,
    formatters: { level: (level) => ({ level }) },
    serializers: { err: serializeError },
    redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  };
}

let lastSecond = 0;
let prefix = '';

/** ISO 8601. Formatting a date costs a lot, so it is done once a second. */
function isoTime(): string {
  const now = Date.now();
  const second = Math.floor(now / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    prefix = `,"time":"${new Date(second * 1000).toISOString().slice(0, -'000Z'.length)}`;
  }
  return `${prefix}${String(now - second * 1000).padStart(3, '0')}Z"`;
}
