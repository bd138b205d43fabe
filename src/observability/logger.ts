import type { Logger } from 'pino';
import type { LogLevel } from '../config/settings.js';

/** Hands each class its logger; all of them write through one pino. */
export class Loggers {
  constructor(private readonly pino: Logger) {}

  setLevel(level: LogLevel): void {
    this.pino.level = level;
  }

  /** Lines of a logger without a context do not name who writes them. */
  of(context?: string): ContextLogger {
    return new ContextLogger(this.pino, context);
  }
}

/** Writes lines that say in `context` who writes them. */
export class ContextLogger {
  /** Part of each line rather than bindings of a child: fields of the same name replace it. */
  private readonly bindings: Readonly<{ context?: string }>;

  constructor(
    private readonly pino: Logger,
    context?: string,
  ) {
    this.bindings = context === undefined ? {} : { context };
  }

  info(fields: object, message: string): void {
    this.pino.info({ ...this.bindings, ...fields }, message);
  }

  warn(fields: object, message: string): void {
    this.pino.warn({ ...this.bindings, ...fields }, message);
  }

  error(fields: object, message: string): void {
    this.pino.error({ ...this.bindings, ...fields }, message);
  }
}
