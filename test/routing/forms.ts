import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UploadStream, type UploadOptions } from '../../src/forwarding/uploads/upload-stream.js';
import { WORKBOOK, type Upload } from '../../src/routes/upload.js';

export const BOUNDARY = 'simple-boundary';
export const CONTENT_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
export const CLOSING = Buffer.from(`--${BOUNDARY}--`);

export const WORKBOOK_UPLOAD: Upload = { files: { users: WORKBOOK } };
/** As every ZIP file, and so every workbook, begins. */
export const WORKBOOK_START = 'PK\u0003\u0004rows';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Header lines and content of one part. */
export type PartText = readonly [lines: readonly string[], content: string | Buffer];

export function file(
  name: string,
  fileName: string,
  options: { type?: string; content?: string | Buffer } = {},
): PartText {
  const { type = XLSX, content = WORKBOOK_START } = options;
  const disposition = `Content-Disposition: form-data; name="${name}"; filename="${fileName}"`;
  return [[disposition, `Content-Type: ${type}`], content];
}

export function text(name: string, content: string): PartText {
  return [[`Content-Disposition: form-data; name="${name}"`], content];
}

/** A body as browsers write it. */
export function form(...parts: readonly PartText[]): Buffer {
  const pieces = parts.flatMap(([lines, content]) => [
    Buffer.from(`--${BOUNDARY}\r\n${lines.join('\r\n')}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, CLOSING, Buffer.from('\r\n')]);
}

export interface Outcome {
  /** What would have gone to the upstream. */
  sent: Buffer;
  /** What the stream ended with. */
  error: unknown;
}

/** Sends chunks through the checker. */
export async function send(chunks: Iterable<Buffer>, options: Partial<UploadOptions> = {}): Promise<Outcome> {
  const sent: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      sent.push(chunk);
      done();
    },
  });
  let error: unknown;
  try {
    const checker = new UploadStream({ upload: WORKBOOK_UPLOAD, contentType: CONTENT_TYPE, ...options });
    await pipeline(Readable.from(chunks), checker, sink);
  } catch (caught) {
    error = caught;
  }
  return { sent: Buffer.concat(sent), error };
}

/** Cuts a body at the places given, in any order; the same place twice gives an empty chunk. */
export function cut(body: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (body.length + 1)), body.length].sort((a, b) => a - b);
  return ends.map((end, index) => body.subarray(ends[index - 1] ?? 0, end));
}
