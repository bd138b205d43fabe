import type { IncomingMessage } from 'node:http';
import { isRecord } from '../../common/json.js';
import { streamedBuffers } from '../../common/process/young-generation.js';
import { Problem } from '../../problems/problem.js';
import type { PreparedRoute } from '../../routes/prepared-route.js';
import type { Upload } from '../../routes/upload.js';
import { boundaryOf, otpPart } from './boundary.js';
import { type UploadOptions, UploadStream } from './upload-stream.js';
import type { RowRequest } from '../row-request.js';
import { otpOf } from '../request/inline-otp.js';

/** Bytes beside the files: text fields, part headers, boundaries. */
const BESIDE_FILES = 1_048_576;

/** A multipart body on its way to the upstream. */
export interface UploadRequest {
  body: UploadStream;
  contentType: string;
  /** Bytes; undefined where the client sends chunks. */
  length: number | undefined;
}

/**
 * Sends the client's body through the checks of the row. A text that names a merchant must name this one.
 *
 * @throws Problem `FORBIDDEN`, `unsupported_media_type`, `payload_too_large`, `validation_failed`
 */
export function openUpload(
  { row }: PreparedRoute,
  request: RowRequest,
  { merchant, hash }: Pick<UploadOptions, 'merchant' | 'hash'>,
): UploadRequest | undefined {
  const { upload } = row;
  if (upload === undefined) return undefined;
  // A call of the gateway's own has no form: it must not go out as an upload without one.
  if (request.raw === undefined) throw new Problem('internal_error');
  const { 'content-type': contentType = '', 'content-length': length } = request.headers;
  const boundary = boundaryOf(contentType);
  if (Number(length ?? 0) > maxBytes(upload)) throw new Problem('payload_too_large');
  const otp = row.otp === 'form' ? otpOf(request) : undefined;
  const body = new UploadStream({
    upload: withoutGiven(upload, request.query),
    contentType,
    ...(otp !== undefined && { otp }),
    merchant,
    hash,
  });
  pipe(request.raw, body);
  const added = otp === undefined ? 0 : otpPart(boundary, otp).length;
  return { body, contentType, length: length === undefined ? undefined : Number(length) + added };
}

function maxBytes({ files }: Upload): number {
  return Object.values(files).reduce((sum, file) => sum + (file.maxBytes ?? Number.POSITIVE_INFINITY), BESIDE_FILES);
}

/** What the query names need not be in the form. */
function withoutGiven(upload: Upload, query: unknown): Upload {
  const { either = [] } = upload;
  return { ...upload, either: either.filter((name) => !(isRecord(query) && query[name] !== undefined)) };
}

/** Pipes by hand, since `pipeline` would close the connection to the client, who is still to be told what was wrong. */
function pipe(raw: IncomingMessage, body: UploadStream): void {
  raw.pipe(body);
  // Once as read, and once more as the checks keep what may be a boundary.
  raw.on('data', (chunk: Buffer) => {
    streamedBuffers.add(2 * chunk.length);
  });
  raw.once('close', () => {
    if (!raw.complete) body.destroy(new Problem('client_closed_request'));
  });
  // The exchange is told by undici; without a listener the process would end.
  body.on('error', () => undefined);
  body.once('close', () => {
    raw.unpipe(body);
    raw.resume();
  });
}
