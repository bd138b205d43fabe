import type { ServerResponse } from 'node:http';

/** A comment, which clients ignore (HTML, section 9.2.6). */
const BEAT = ':\n\n';
/** What an event may end in: a line's end and an empty line, each by any of the three ends that lines may have. */
const END_OF_EVENT = /(\n\n|\r\r|\n\r\n?|\r\n\r)$/;
/** Characters: as many as the longest of them. */
const TAIL = 4;

/**
 * Sends something on an event stream while its source is silent: whoever stands in between closes a connection on which nothing
 * has come for a while. Never inside an event, and not into what its client does not take; what is compressed has no place for it.
 */
export function keepBeating(answer: ServerResponse, everyMs: number): void {
  if (everyMs === 0) return;
  let tail = '\n\n';
  const timer = setInterval(() => {
    if (END_OF_EVENT.test(tail) && !answer.writableNeedDrain && !answer.writableEnded) answer.write(BEAT);
  }, everyMs).unref();
  const write = answer.write.bind(answer) as (...args: unknown[]) => boolean;
  answer.write = (...args: unknown[]): boolean => {
    const [chunk] = args;
    if (Buffer.isBuffer(chunk)) tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - TAIL))).slice(-TAIL);
    timer.refresh();
    return write(...args);
  };
  answer.once('close', () => {
    clearInterval(timer);
  });
}
