import type { Socket } from 'node:net';
import { END_OF_HEAD, isTidy, tidied } from './answer-head.js';

const STATUS_LINE = /^HTTP\/1\.[01] \d{3}/;
/** 101 is none: it ends HTTP on the connection, which is for undici to tell. */
const INTERIM_LINE = /^HTTP\/1\.[01] 1(?!01)\d\d/;
/** As long as what decides whether an answer is an interim one. */
const SAMPLE = 'HTTP/1.1 200';
const BARE_LINE_FEED = /(?<!\r)\n/;
/** Bytes of a head. undici refuses those of a final answer from 16 KiB on. */
const MAX_HEAD = 16_384;
/** Bytes of all heads of an answer. */
const MAX_HEADS = 65_536;
const BEFORE_LETTERS = 0x40;
/** Of the digit that tells the kind of an answer, and its value where it is an interim one. */
const STATUS_AT = 'HTTP/1.1 '.length;
const INTERIM = 0x31;

const idleResets = new WeakSet<Error>();
const cuts = new WeakSet<Error>();

type Write = (this: Socket, chunk: unknown, encoding?: unknown, callback?: unknown) => boolean;
type Read = (this: Socket, size?: number) => Buffer | null;

/**
 * A server may send answers of 1xx before the real one, and a client must bear them unasked (RFC 9110, section 15.2). undici
 * breaks off at a `100 Continue`, with which a payment that was made would end as one whose outcome is not known. So they are
 * taken out of what it reads: from where a request begins, to where a final answer does.
 */
export function withoutInterimAnswers(socket: Socket): void {
  const { write, read } = socket as { write: Write; read: Read };
  let requests = 0;
  let isAwaited = false;
  /** Bytes of the answer, up to its body. */
  let taken = 0;
  let held: Buffer | undefined;

  // Heads of requests are text that begins with a method. The gateway has one request at a time on a connection.
  const watched: Write = (chunk, encoding, callback) => {
    if (typeof chunk === 'string' && chunk.charCodeAt(0) > BEFORE_LETTERS) {
      isAwaited = true;
      taken = 0;
      requests += 1;
    }
    return write.call(socket, chunk, encoding, callback);
  };

  const filtered: Read = (size) => {
    const chunk = read.call(socket, size);
    if (!isAwaited || chunk === null) return chunk;
    taken += chunk.length;
    const bytes = held === undefined ? chunk : Buffer.concat([held, chunk]);
    const next = isPlain(bytes) ? bytes : tidied(afterInterimAnswers(bytes));
    const isShort = next.length < MAX_HEAD && taken < MAX_HEADS && isPartOfHead(next);
    held = isShort ? next : undefined;
    isAwaited = isShort;
    return isShort ? null : next;
  };
  Object.assign(socket, { write: watched, read: filtered });
  socket.on('error', (error) => {
    if (taken > 0) cuts.add(error);
    else if (requests > 1) idleResets.add(error);
  });
}

/** Whether a connection broke with this error that had idled, before a byte of an answer: its server had closed it meanwhile. */
export function isIdleReset(error: unknown): boolean {
  return error instanceof Error && idleResets.has(error);
}

/** Whether a connection broke with this error within an answer, of which undici may have seen nothing. */
export function isCut(error: unknown): boolean {
  return error instanceof Error && cuts.has(error);
}

/** Whether this is the whole head of a final answer, with nothing to take out of it: nearly all are, and one look tells. */
function isPlain(bytes: Buffer): boolean {
  const kind = bytes[STATUS_AT];
  return kind !== undefined && kind !== INTERIM && isTidy(bytes);
}

function afterInterimAnswers(bytes: Buffer): Buffer {
  let rest = bytes;
  while (INTERIM_LINE.test(beginOf(rest))) {
    const end = rest.indexOf(END_OF_HEAD);
    if (end === -1) break;
    rest = rest.subarray(end + END_OF_HEAD.length);
  }
  return rest;
}

/** Whether more has to come before a head can be looked at. What is no HTTP never becomes one: undici tells so at once. */
function isPartOfHead(bytes: Buffer): boolean {
  const begin = beginOf(bytes);
  if (!STATUS_LINE.test(begin + SAMPLE.slice(begin.length)) || bytes.includes(END_OF_HEAD)) return false;
  return !BARE_LINE_FEED.test(bytes.toString('latin1'));
}

function beginOf(bytes: Buffer): string {
  return bytes.toString('latin1', 0, SAMPLE.length);
}
