import type { UploadFile } from '../../routes/upload.js';
import { extensionOf } from './file-names.js';

/** How a file of a type begins, in as many bytes as are looked at. Types that are not here begin in any way. */
export const START_BYTES = 1024;

/** ZIP, or the compound file of older workbooks and of those with a password: readers go by these bytes, and not by the name. */
// eslint-disable-next-line no-control-regex -- bytes, not text
const WORKBOOK = /^(?:PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1)/;
const JPEG = /^\xff\xd8\xff/;
const SIGNATURES: Readonly<Record<string, RegExp>> = {
  xlsx: WORKBOOK,
  xls: WORKBOOK,
  // ISO 32000-1, annex H.3.4.1: anywhere in the first 1024 bytes.
  pdf: /%PDF-/,
  jpg: JPEG,
  jpeg: JPEG,
  // eslint-disable-next-line no-control-regex -- bytes, not text
  png: /^\x89PNG\r\n\x1a\n/,
  webp: /^RIFF[^]{4}WEBP/,
};

/** Says nothing about a file, and is what clients say of a file that they do not know. */
const ANY_BYTES = 'application/octet-stream';

/** The types of a row that a file is called by its name or by its declared media type. */
export function namedTypes(
  { fileNames, mediaType = ANY_BYTES }: { fileNames: readonly string[]; mediaType?: string },
  types: NonNullable<UploadFile['types']>,
): readonly string[] {
  const extensions = new Set(fileNames.map(extensionOf));
  return Object.entries(types)
    .filter(([type, mediaTypes]) => extensions.has(type) || mediaTypes.includes(mediaType))
    .map(([type]) => type);
}

/** Whether a file that begins so can be of one of these types. */
export function beginsLike(start: Buffer, named: readonly string[]): boolean {
  const text = start.toString('latin1');
  return named.some((type) => SIGNATURES[type]?.test(text) ?? true);
}
