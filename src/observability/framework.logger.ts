import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

type Level = 'debug' | 'warn' | 'error';

/** A message and what is put into it, as pino takes them. */
type Text = [message?: string, ...values: unknown[]];

const STACK = /\n\s*at /;

/** Nest's own lines: what it does at a normal start is for whoever debugs it, not for operations. */
export class FrameworkLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...params: unknown[]): void {
    this.write('debug', message, params);
  }

  warn(message: unknown, ...params: unknown[]): void {
    this.write('warn', message, params);
  }

  error(message: unknown, ...params: unknown[]): void {
    this.write('error', message, params);
  }

  /** Nest's last parameter is the context. */
  private write(level: Level, message: unknown, params: readonly unknown[]): void {
    const context = params.length === 0 ? {} : { context: params.at(-1) };
    const others = params.slice(0, -1);
    if (typeof message === 'object') {
      const fields = message instanceof Error ? { err: message } : message;
      this.pino[level]({ ...context, ...fields }, ...(others as Text));
    } else if (level === 'error' && typeof message === 'string' && isStack(others)) {
      this.pino.error({ ...context, err: Object.assign(new Error(message), { stack: others[0] }) });
    } else {
      const text: unknown[] = [message, ...others];
      this.pino[level](context, ...(text as Text));
    }
  }
}

/** Nest's exception handlers tell an error by its message and its stack. */
function isStack(params: readonly unknown[]): params is [string] {
  return params.length === 1 && typeof params[0] === 'string' && STACK.test(params[0]);
}
