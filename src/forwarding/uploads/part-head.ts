import { isUtf8 } from 'node:buffer';
import { malformed } from './framing.js';

export interface PartHead {
  /** Of the form field. */
  name: string;
  /** Of a file's part only. */
  fileName?: string;
  /** As declared, in lower case, without parameters. */
  mediaType?: string;
}

/** RFC 7578, section 4.8, names the first three; some clients also send the length. */
const HEADERS = ['content-disposition', 'content-type', 'content-transfer-encoding', 'content-length'];

const LINE = /^(?<header>[A-Za-z-]+): ?(?<value>\P{Cc}+)$/u;

/**
 * In this order and once each, as all common clients send them. A backslash is an escape to some readers and a part of the
 * name to others. `filename*` is not allowed here (RFC 7578, section 4.2), but one common client sends it besides.
 */
const DISPOSITION =
  /^form-data; ?name=(?<name>"[^"\\]*"|[\w.-]+)(?:; ?filename=(?<fileName>"[^"\\]*"|[\w.!#$&+^~-]+)(?:; ?filename\*=utf-8''(?<again>[\w.!#$&+^~%-]+))?)?$/i;

/** No dots and brackets, which are structure to some readers. */
const NAME = /^[A-Za-z][\w-]{0,63}$/;

const MEDIA_TYPE = /^(?<type>[\w.+-]+\/[\w.+-]+)(?: *; *[\w-]+=(?:"[^"\\]*"|[\w.+-]+))*$/;

/** Any other charset would give the text another meaning. */
const PLAIN_TEXT = /^text\/plain(?: *; *charset="?(?:utf-8|us-ascii)"?)?$/i;

/** Base64 and quoted-printable are undone by some readers and not by others (RFC 7578, section 4.7). */
const AS_IT_IS = /^(?:binary|7bit|8bit)$/i;

/**
 * Reads the head of a part of a form (RFC 7578, section 4), if there is but one way to read it.
 *
 * @throws Problem `validation_failed`, which holds nothing of what was sent
 */
export function readPartHead(lines: Buffer): PartHead {
  const headers = headersOf(lines);
  const { name, fileName, again } = DISPOSITION.exec(headers.get('content-disposition') ?? '')?.groups ?? {};
  if (name === undefined || !NAME.test(unquoted(name))) throw malformed('has a part without a plain name');
  if (!AS_IT_IS.test(headers.get('content-transfer-encoding') ?? 'binary')) throw malformed('has an encoded part');
  const declared = headers.get('content-type');
  if (fileName === undefined) {
    if (declared !== undefined && !PLAIN_TEXT.test(declared))
      throw malformed('has a text field that is not text/plain');
    return { name: unquoted(name) };
  }
  if (again !== undefined && decoded(again) !== unquoted(fileName)) throw malformed('has a file with two names');
  return {
    name: unquoted(name),
    fileName: unquoted(fileName),
    ...(declared !== undefined && { mediaType: mediaTypeOf(declared) }),
  };
}

function headersOf(lines: Buffer): ReadonlyMap<string, string> {
  if (!isUtf8(lines)) throw malformed('has headers that are not UTF-8');
  const headers = new Map<string, string>();
  for (const line of lines.toString('utf8').split('\r\n')) {
    const { header = '', value = '' } = LINE.exec(line)?.groups ?? {};
    const key = header.toLowerCase();
    if (!HEADERS.includes(key)) throw malformed('has a part with a header that does not belong there');
    if (headers.has(key)) throw malformed('has a part with the same header twice');
    headers.set(key, value);
  }
  return headers;
}

function mediaTypeOf(declared: string): string {
  const type = MEDIA_TYPE.exec(declared)?.groups?.['type'];
  if (type === undefined) throw malformed('has a file whose media type cannot be read');
  return type.toLowerCase();
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1) : value;
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
