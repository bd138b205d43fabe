import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import { withoutMark } from '../../common/json-text/bytes.js';
import type { Answer } from './upstream-call.js';

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

/** Whether `decoded` would change nothing. */
export function isReadable(answer: Answer): boolean {
  if (answer.kind !== 'whole') return true;
  return answer.headers['content-encoding'] === undefined && withoutMark(answer.body) === answer.body;
}

/**
 * A whole answer as it can be read: without the coding that nobody asked for, and without a byte order mark. One that would
 * grow beyond `maxBytes`, or is in an unknown coding, stays as it is, and says so.
 *
 * @throws Error where the bytes are not of the coding that they claim
 */
export async function decoded(answer: Answer, maxBytes: number): Promise<Answer> {
  if (answer.kind !== 'whole') return answer;
  if (answer.headers['content-encoding'] === undefined) return unmarked(answer);
  const { 'content-encoding': coding = '', ...headers } = answer.headers;
  if (answer.body.length === 0) return { ...answer, headers };
  const names = [coding].flat().join().toLowerCase().split(',');
  const decoders = names.flatMap((name) => CODINGS[name.trim()] ?? []).reverse();
  if (decoders.length < names.length) return answer;
  const body = await decodeWith(decoders, answer.body, maxBytes);
  return body === undefined ? answer : unmarked({ ...answer, headers, body });
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

function unmarked(answer: WholeAnswer): WholeAnswer {
  const body = withoutMark(answer.body);
  return body === answer.body ? answer : { ...answer, body };
}
