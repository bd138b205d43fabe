import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

const STATUS_LINE = /^HTTP\/1\.[01] (\d)(\d\d)/;
/** As long as what decides whether an answer is an interim one. */
const DECIDED = 'HTTP/1.1 100'.length;
const END_OF_HEAD = '\r\n\r\n';
/** Bytes. undici refuses heads of a final answer from 16 KiB on. */
const MAX_HELD = 16_384;
const BEFORE_LETTERS = 0x40;
const FOLD_STARTS = ['\r\n ', '\r\n\t'];
const FOLDS = /[ \t]*\r\n[ \t]+/g;

/** undici's connector, for sockets on which it sees no interim answers and no folded fields. */
export function connectorOf(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      withoutInterimAnswers(socket);
      callback(null, socket);
    });
  };
}

/**
 * A server may send answers of 1xx before the real one, and a client must bear them unasked (RFC 9110, section 15.2). undici
 * breaks off at a `100 Continue`, with which a payment that was made would end as one whose outcome is not known. So they are
 * taken out of what it reads: from where a request begins, to where a final answer does.
 */
function withoutInterimAnswers(socket: Socket): void {
  const write = socket.write.bind(socket) as (...chunk: unknown[]) => boolean;
  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  let isAwaited = false;
  let held: Buffer = Buffer.alloc(0);

  // Heads of requests are text that begins with a method. The gateway has one request at a time on a connection.
  const watched = (chunk: unknown, ...rest: unknown[]): boolean => {
    if (typeof chunk === 'string' && chunk.charCodeAt(0) > BEFORE_LETTERS) isAwaited = true;
    return write(chunk, ...rest);
  };

  const filtered = (size?: number): Buffer | null => {
    const chunk = read(size);
    if (!isAwaited || chunk === null) return chunk;
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const next = afterInterimAnswers(held);
    if (next === undefined && held.length < MAX_HELD) return null;
    isAwaited = false;
    const passed = next ?? held;
    held = Buffer.alloc(0);
    return passed;
  };
  Object.assign(socket, { write: watched, read: filtered });
}

/** From the first byte of the final answer on, once its head is there; undefined before that. */
function afterInterimAnswers(bytes: Buffer): Buffer | undefined {
  let rest = bytes;
  while (rest.length >= DECIDED) {
    const [, first, detail] = STATUS_LINE.exec(rest.toString('latin1', 0, DECIDED)) ?? [];
    // No HTTP is for undici to tell, and 101 ends HTTP on the connection.
    if (first === undefined || (first === '1' && detail === '01')) return rest;
    const end = rest.indexOf(END_OF_HEAD);
    if (end === -1) return undefined;
    if (first !== '1') return unfolded(rest, end);
    rest = rest.subarray(end + END_OF_HEAD.length);
  }
  return undefined;
}

/** With a space where a field goes on in another line, which undici refuses (RFC 9112, section 5.2). */
function unfolded(bytes: Buffer, endOfHead: number): Buffer {
  // On bytes: of nearly all answers nothing has to become text for that.
  const isFolded = FOLD_STARTS.some((start) => bytes.subarray(0, endOfHead).includes(start, 0, 'latin1'));
  if (!isFolded) return bytes;
  const head = bytes.toString('latin1', 0, endOfHead);
  return Buffer.concat([Buffer.from(head.replaceAll(FOLDS, ' '), 'latin1'), bytes.subarray(endOfHead)]);
}
