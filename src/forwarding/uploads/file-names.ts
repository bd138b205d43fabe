import { malformed } from './framing.js';

/** RFC 8187, section 3.2.1; ISO-8859-1 by its predecessor, RFC 5987. */
const EXTENDED = /^(?<charset>utf-8|iso-8859-1)'[a-z-]*'(?<text>(?:[\w.!#$&+^~-]|%[\da-f]{2})+)$/i;
/** RFC 2047, section 2: what mail libraries, and so Java and .NET, make of letters that are not ASCII. */
const WORD = /=\?(?<charset>utf-8|iso-8859-1|us-ascii)\?(?<encoding>[bq])\?(?<text>[^?\s]*)\?=/gi;
const ONLY_WORDS = /^=\?[^?\s]+\?[bq]\?[^?\s]*\?=(?: =\?[^?\s]+\?[bq]\?[^?\s]*\?=)*$/i;
const LEADS_UP = /(?:^|[\\/])\.\.(?:[\\/]|$)/;
const CONTROL = /\p{Cc}/u;

/**
 * Every name that some reader takes for the name of a file, by the content of `filename` and by `filename*`.
 *
 * @throws Problem `validation_failed` where they are of different types, or lead to another folder
 */
export function fileNamesOf(plain: string, extended: string | undefined): readonly string[] {
  const names = [...plainNames(plain), ...(extended === undefined ? [] : [extendedName(extended)])];
  const extensions = new Set(names.map(extensionOf).filter((extension) => extension !== ''));
  if (extensions.size > 1) throw malformed('has a file with two names');
  if (names.some((name) => LEADS_UP.test(name) || CONTROL.test(name))) throw malformed('has a file with no plain name');
  return names;
}

/** In lower case, without the dot. */
export function extensionOf(fileName: string): string {
  return fileName.toLowerCase().split('.').slice(1).at(-1) ?? '';
}

function plainNames(plain: string): readonly string[] {
  if (ONLY_WORDS.test(plain)) return [wordsDecoded(plain)];
  const name = plain.replaceAll(/\\(["\\])/g, '$1');
  if (name === plain) return plain.includes('=?') ? [plain, wordsDecoded(plain)] : [plain];
  // A reader that knows no escapes ends at the first quote, and looks for parameters behind it.
  const quote = plain.indexOf('\\"');
  const ended = quote === -1 ? plain : plain.slice(0, quote);
  const isOpen = plain.endsWith('\\') || (quote !== -1 && (/[;=]/.test(plain) || ended.includes('.')));
  if (isOpen) throw malformed('has a file whose name ends in two ways');
  return [name, ended];
}

function wordsDecoded(plain: string): string {
  const decoded = plain.replaceAll(/\?= =\?/g, '?==?').replaceAll(WORD, (...match) => {
    const { charset = '', encoding = '', text = '' } = match.at(-1) as Record<string, string>;
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quotedBytes(text);
    return textOf(bytes, charset);
  });
  if (decoded.includes('=?')) throw malformed('has a file whose name cannot be decoded');
  return decoded;
}

/** RFC 2047, section 4.2. */
function quotedBytes(text: string): Buffer {
  return percentBytes(
    text
      .replaceAll('_', ' ')
      .replaceAll('%', '=25')
      .replaceAll(/=(?=[\da-f]{2})/gi, '%'),
  );
}

function extendedName(extended: string): string {
  const { charset, text } = EXTENDED.exec(extended)?.groups ?? {};
  if (charset === undefined || text === undefined) throw malformed('has a file with two names');
  return textOf(percentBytes(text), charset);
}

function percentBytes(text: string): Buffer {
  const bytes = text.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function textOf(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw malformed('has a file whose name cannot be decoded');
  }
}
