import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const OPENING = '{"success":true,"data":"';
const CLOSING = '"}';
const CHUNK = Buffer.alloc(512 * 1024, 'x');

export interface LargeAnswer {
  /** Length of the whole body. */
  bytes: number;
  /** Without a content-length, so that a reader cannot refuse it beforehand. */
  chunked: boolean;
}

/** Streams valid JSON of the given size; one shared chunk and back-pressure keep the memory small. */
export async function sendLargeAnswer(response: ServerResponse, size: LargeAnswer): Promise<void> {
  const total = Math.max(size.bytes, OPENING.length + CLOSING.length);
  const length = size.chunked ? {} : { 'content-length': total };
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...length });
  try {
    await pipeline(Readable.from(parts(total), { objectMode: false }), response);
  } catch {
    // The reader hung up, which is what a size cap does.
    response.destroy();
  }
}

function* parts(total: number): Generator<Buffer> {
  yield Buffer.from(OPENING);
  let left = total - OPENING.length - CLOSING.length;
  while (left > 0) {
    const chunk = left >= CHUNK.length ? CHUNK : CHUNK.subarray(0, left);
    left -= chunk.length;
    yield chunk;
  }
  yield Buffer.from(CLOSING);
}
