import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import type { Answer } from './exchange.js';

type WholeAnswer = Extract<Answer, { kind: 'whole' }>;
type Decode = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const same: Decode = (bytes) => Promise.resolve(bytes);
const ungzip: Decode = promisify(gunzip);

/** Content codings by their names (RFC 9110, section 8.4.1; RFC 7932; RFC 8878). */
const CODINGS: Readonly<Record<string, Decode>> = {
  identity: same,
  gzip: ungzip,
  'x-gzip': ungzip,
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * A whole answer as it can be read: without the coding that nobody asked for, and without a byte order mark. One that would
 * grow beyond `maxBytes`, or is in an unknown coding, stays as it is, and says so.
 *
 * @throws Error where the bytes are not of the coding that they claim
 */
export function decoded(answer: Answer, maxBytes: number): Answer | Promise<Answer> {
  if (answer.kind !== 'whole') return answer;
  const { 'content-encoding': coding, ...headers } = answer.headers;
  if (coding === undefined) return withoutMark(answer);
  if (answer.body.length === 0) return { ...answer, headers };
  const names = [coding].flat().join().toLowerCase().split(',');
  const decoders = names.flatMap((name) => CODINGS[name.trim()] ?? []).reverse();
  if (decoders.length < names.length) return answer;
  return decodeWith(decoders, answer.body, maxBytes).then((body) =>
    body === undefined ? answer : withoutMark({ ...answer, headers, body }),
  );
}

/** Undefined where it grows too large. */
async function decodeWith(
  decoders: readonly Decode[],
  body: Buffer,
  maxOutputLength: number,
): Promise<Buffer | undefined> {
  try {
    let bytes = body;
    for (const decode of decoders) bytes = await decode(bytes, { maxOutputLength });
    return bytes;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function withoutMark(answer: WholeAnswer): WholeAnswer {
  const { body } = answer;
  if (!body.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)) return answer;
  return { ...answer, body: body.subarray(BYTE_ORDER_MARK.length) };
}
