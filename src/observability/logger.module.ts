import { type DynamicModule, Global, Module } from '@nestjs/common';
import pino, { type LoggerOptions } from 'pino';
import type { Settings } from '../config/settings.js';
import { AuditLog } from './audit.log.js';
import { auditSink } from './audit-sink.js';
import { serializeError } from './error.serializer.js';
import { FrameworkLogger } from './framework.logger.js';
import { LogOutput } from './log-output.js';
import { Loggers } from './logger.js';
import { RequestLogger } from './request-log.js';

/** A last net below the rule that nothing secret is handed to the logger at all. */
const REDACTED = ['authorization', 'cookie', 'password', 'accessToken', 'refreshToken', 'token', 'signature'];

const STANDARD_OUTPUT = 1;

@Global()
@Module({})
export class LoggerModule {
  /** One pino for the gateway's lines, Nest's own, and the line per request. */
  static forRoot({ logLevel, audit }: Pick<Settings, 'logLevel' | 'audit'>): DynamicModule {
    const output = new LogOutput(STANDARD_OUTPUT);
    const logger = pino(loggerOptions({ logLevel }), output);
    const requestLogger = new RequestLogger({ logger, output, time: isoTime });
    return {
      module: LoggerModule,
      providers: [
        { provide: LogOutput, useValue: output },
        { provide: Loggers, useValue: new Loggers(logger) },
        { provide: FrameworkLogger, useValue: new FrameworkLogger(logger) },
        // Opened by those who write it: what looks at the modules alone must not make its file.
        { provide: AuditLog, useFactory: () => new AuditLog(auditSink(audit, output)) },
        { provide: RequestLogger, useValue: requestLogger },
      ],
      exports: [LogOutput, Loggers, FrameworkLogger, RequestLogger, AuditLog],
    };
  }
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
