import { type DynamicModule, Global, Module } from '@nestjs/common';
import pino, { type LoggerOptions } from 'pino';
import type { AuditSettings } from '../config/sections/audit.settings.js';
import type { Settings } from '../config/settings.js';
import { AuditLog } from './audit.log.js';
import { auditSink } from './audit-sink.js';
import { serializeError } from './error.serializer.js';
import { FrameworkLogger } from './framework.logger.js';
import { LogOutput } from './log-output.js';
import { type ContextLogger, Loggers } from './logger.js';
import { RequestLogger } from './request-log.js';
import { tellOnStandardError } from './standard-error.js';

/** A last net below the rule that nothing secret is handed to the logger at all. */
const REDACTED = ['authorization', 'cookie', 'password', 'accessToken', 'refreshToken', 'token', 'signature'];

const STANDARD_OUTPUT = 1;

@Global()
@Module({})
export class LoggerModule {
  /** One pino for the gateway's lines, Nest's own, and the line per request. */
  static forRoot({ logLevel, audit }: Pick<Settings, 'logLevel' | 'audit'>): DynamicModule {
    const output = openStandardOutput();
    const logger = pino(loggerOptions({ logLevel }), output);
    const loggers = new Loggers(logger);
    const requestLogger = new RequestLogger({ logger, output, time: isoTime });
    return {
      module: LoggerModule,
      providers: [
        { provide: LogOutput, useValue: output },
        { provide: Loggers, useValue: loggers },
        { provide: FrameworkLogger, useValue: new FrameworkLogger(logger) },
        // Opened by those who write it: what looks at the modules alone must not make its file.
        { provide: AuditLog, useFactory: () => openAuditLog(audit, output, loggers.of(AuditLog.name)) },
        { provide: RequestLogger, useValue: requestLogger },
      ],
      exports: [LogOutput, Loggers, FrameworkLogger, RequestLogger, AuditLog],
    };
  }
}

/** Tells on standard error when it takes nothing, and at the end of the process how many lines it has not taken. */
function openStandardOutput(): LogOutput {
  const context = LogOutput.name;
  const output = new LogOutput(STANDARD_OUTPUT, {
    onFault: (code) => {
      if (code === undefined) tellOnStandardError({ context }, 'standard output takes lines again');
      else
        tellOnStandardError({ context, code }, 'standard output takes no lines: they wait, and are dropped in the end');
    },
  });
  // After its own listener, which writes what still can be.
  process.once('exit', () => {
    const { left } = output;
    if (left.lines > 0) tellOnStandardError({ context, ...left }, 'lines of the log stay unwritten');
  });
  return output;
}

/** Tells when its lines cannot be written, and at the end of the process how many are not: none is lost without a word. */
function openAuditLog(settings: AuditSettings, output: LogOutput, logger: ContextLogger): AuditLog {
  const sink = auditSink(settings, output, (code) => {
    if (code === undefined) logger.info({}, 'audit.file takes lines again: those that waited are written');
    else logger.error({ code }, 'audit.file takes no lines: they wait in memory until it does');
  });
  process.once('exit', () => {
    const lines = sink.left?.() ?? 0;
    if (lines > 0) tellOnStandardError({ context: AuditLog.name, lines }, 'lines of the audit log stay unwritten');
  });
  return new AuditLog(sink);
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
