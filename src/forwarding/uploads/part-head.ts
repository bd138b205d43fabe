import { isUtf8 } from 'node:buffer';
import { type Disposition, readDisposition } from './disposition.js';
import { malformed } from './framing.js';

export interface PartHead extends Disposition {
  /** As declared, in lower case, without parameters. */
  mediaType?: string;
  /** A text in a charset that has ASCII in it, but other letters at other places. */
  asciiOnly: boolean;
}

/** RFC 7578, section 4.8, names the first three; of the others some clients send one or two, and readers ignore them. */
const HEADERS = new Set([
  'content-disposition',
  'content-type',
  'content-transfer-encoding',
  'content-length',
  'content-id',
  'content-language',
  'mime-version',
]);

const LINE = /^(?<header>[A-Za-z-]+): *(?<value>[^ \p{Cc}]\P{Cc}*)$/u;

const MEDIA_TYPE = /^(?<type>[\w.+-]+\/[\w.+-]+)(?: *; *[\w-]+=(?:"[^"\\]*"|[\w.+-]+))*$/;

const TEXT = /^(?:text\/plain|application\/json)(?: *; *charset="?(?<charset>[\w-]+)"?)?$/i;
const UTF_8: ReadonlySet<string> = new Set(['utf-8', 'utf8']);
/** Java's default, and Windows'. In any other charset ASCII would mean something else. */
const BEYOND_ASCII: ReadonlySet<string> = new Set(['us-ascii', 'ascii', 'iso-8859-1', 'iso-8859-15', 'windows-1252']);

/** Base64 and quoted-printable are undone by some readers and not by others (RFC 7578, section 4.7). */
const AS_IT_IS = /^(?:binary|7bit|8bit)$/i;

/**
 * Reads the head of a part of a form (RFC 7578, section 4), if there is but one way to read it.
 *
 * @throws Problem `validation_failed`, which holds nothing of what was sent
 */
export function readPartHead(lines: Buffer): PartHead {
  const headers = headersOf(lines);
  const disposition = readDisposition(headers.get('content-disposition') ?? '');
  if (!AS_IT_IS.test(headers.get('content-transfer-encoding') ?? 'binary')) throw malformed('has an encoded part');
  const declared = headers.get('content-type');
  if (disposition.fileName === undefined) return { ...disposition, asciiOnly: isAsciiOnly(declared) };
  return { ...disposition, ...(declared !== undefined && { mediaType: mediaTypeOf(declared) }), asciiOnly: false };
}

function isAsciiOnly(declared = 'text/plain'): boolean {
  const { charset = 'utf-8' } = TEXT.exec(declared)?.groups ?? { charset: '' };
  if (UTF_8.has(charset.toLowerCase())) return false;
  if (BEYOND_ASCII.has(charset.toLowerCase())) return true;
  throw malformed('has a text field that is not text/plain in UTF-8');
}

function headersOf(lines: Buffer): ReadonlyMap<string, string> {
  if (!isUtf8(lines)) throw malformed('has headers that are not UTF-8');
  const headers = new Map<string, string>();
  for (const line of lines.toString('utf8').split('\r\n')) {
    const { header = '', value = '' } = LINE.exec(line)?.groups ?? {};
    const key = header.toLowerCase();
    if (!HEADERS.has(key)) throw malformed('has a part with a header that does not belong there');
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
