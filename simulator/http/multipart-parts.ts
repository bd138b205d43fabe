import { invalidInput, type Refusal } from './refusal.js';

export interface Part {
  name: string;
  /** Present in a file's part only, even if it is empty there. */
  fileName: string | undefined;
  contentType: string;
  content: Buffer;
}

const MAX_PARTS = 50;
const MAX_HEADER_BYTES = 8 * 1024;
const BLANK_LINE = Buffer.from('\r\n\r\n');

/** The parts of a multipart body (RFC 7578), one by one; the body must end with its closing boundary. */
export function* readParts(body: Buffer, boundary: string): Generator<Part> {
  const opening = Buffer.from(`--${boundary}`);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  if (!body.subarray(0, opening.length).equals(opening)) throw broken('does not begin with its boundary');
  let at = opening.length;
  for (let count = 0; count <= MAX_PARTS; count += 1) {
    const mark = body.toString('latin1', at, at + 2);
    if (mark === '--') return;
    if (mark !== '\r\n') throw broken('has a broken boundary');
    const headersEnd = body.indexOf(BLANK_LINE, at);
    if (headersEnd < 0 || headersEnd - at > MAX_HEADER_BYTES) throw broken('has a part without headers');
    const end = body.indexOf(delimiter, headersEnd + 2);
    if (end < 0) throw broken('ends before its last boundary');
    const start = Math.min(headersEnd + BLANK_LINE.length, end);
    yield { ...readHeaders(body.toString('utf8', at + 2, headersEnd)), content: body.subarray(start, end) };
    at = end + delimiter.length;
  }
  throw broken('has too many parts');
}

function readHeaders(text: string): Omit<Part, 'content'> {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = headers.get('content-disposition') ?? '';
  const name = /^form-data;.*\bname="([^"]+)"/i.exec(disposition.replace(/filename="[^"]*"/i, ''))?.[1];
  if (name === undefined) throw broken('has a part without a name');
  return {
    name,
    fileName: /\bfilename="([^"]*)"/i.exec(disposition)?.[1],
    contentType: headers.get('content-type')?.toLowerCase() ?? 'text/plain',
  };
}

function broken(how: string): Refusal {
  return invalidInput([{ code: '7000', message: `The multipart body ${how}` }]);
}
