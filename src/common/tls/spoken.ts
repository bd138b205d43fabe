import { connect as connectPlain, type LookupFunction } from 'node:net';
import { connect } from 'node:tls';
import { codeOf } from '../error-code.js';

export interface Port {
  host: string;
  port: number;
  lookup?: LookupFunction;
  /** Milliseconds without a byte that the server has to show what it speaks. By default a second: a call waits for it. */
  shownMs?: number;
  /** Where there is less time than that. */
  timeout?: number;
}

/** Milliseconds that a server has to show what it speaks. */
const SHOWN_MS = 1000;
/** A server says in TLS why it does not shake hands. */
const REFUSED = /_ALERT_|^ERR_SSL_UNSUPPORTED_PROTOCOL$/;
/** Of Redis's protocol, which it answers to a line of text, too. */
const PING = 'PING\r\n';
const REPLY = /^[+-]/;

/** A connection without TLS to a port that speaks it: most servers only close it, and say nothing. */
export class TlsSpokenError extends Error {
  readonly code = 'ERR_TLS_SPOKEN';

  constructor() {
    super('TLS is spoken on this port');
    this.name = 'TlsSpokenError';
  }
}

/** Whether TLS is spoken on a port: nothing but a handshake is sent, so whose certificate it is does not matter. */
export function speaksTls({ shownMs = SHOWN_MS, timeout = shownMs, ...port }: Port): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...port, rejectUnauthorized: false, timeout: Math.min(timeout, shownMs) });
    const end = (isSpoken: boolean): void => {
      socket.destroy();
      resolve(isSpoken);
    };
    socket.once('secureConnect', () => {
      end(true);
    });
    for (const event of ['timeout', 'close'] as const)
      socket.once(event, () => {
        end(false);
      });
    socket.on('error', (error) => {
      end(REFUSED.test(codeOf(error) ?? ''));
    });
  });
}

/** Whether a Redis on a port takes commands without TLS, from whomever. */
export function speaksPlainRedis(port: Port): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectPlain({ ...port, timeout: SHOWN_MS });
    const end = (isSpoken: boolean): void => {
      socket.destroy();
      resolve(isSpoken);
    };
    socket.once('connect', () => socket.write(PING));
    socket.once('data', (bytes: Buffer) => {
      end(REPLY.test(bytes.toString('latin1')));
    });
    for (const event of ['timeout', 'close', 'error'] as const)
      socket.on(event, () => {
        end(false);
      });
  });
}
