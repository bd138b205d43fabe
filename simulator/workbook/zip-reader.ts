import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const ENTRY = 0x02014b50;
const DEFLATED = 8;
// A workbook of 16 MB could unpack to gigabytes.
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024;

/** One file of a ZIP archive; `undefined` when the archive has none of that name. Throws when it is no archive. */
export function readZipEntry(archive: Buffer, name: string): Buffer | undefined {
  const end = archive.lastIndexOf(END_OF_DIRECTORY);
  if (end < 0) throw new RangeError('Not a ZIP archive');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(at) !== ENTRY) throw new RangeError('The directory of the ZIP archive is broken');
    const nameLength = archive.readUInt16LE(at + 28);
    if (archive.toString('utf8', at + 46, at + 46 + nameLength) === name) return unpack(archive, at);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return undefined;
}

// Sizes come from the directory: a streamed archive leaves them out of the file's own header.
function unpack(archive: Buffer, entry: number): Buffer {
  const method = archive.readUInt16LE(entry + 10);
  const size = archive.readUInt32LE(entry + 20);
  const header = archive.readUInt32LE(entry + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = archive.subarray(start, start + size);
  if (method === 0) return packed;
  if (method !== DEFLATED) throw new RangeError(`ZIP method ${method} is not supported`);
  return inflateRawSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
}
