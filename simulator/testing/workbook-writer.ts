import { crc32, deflateRawSync } from 'node:zlib';

/** A real `.xlsx`: numbers as numbers, the first column as shared strings, other texts inline. */
export function writeWorkbook(rows: readonly (readonly (string | number)[])[]): Buffer {
  const shared: string[] = [];
  const cells = (row: readonly (string | number)[], number: number): string =>
    row
      .map((value, index) =>
        cell(value, `${String.fromCharCode(65 + index)}${number}`, index === 0 ? shared : undefined),
      )
      .join('');
  const sheet = rows.map((row, index) => `<row r="${index + 1}">${cells(row, index + 1)}</row>`).join('');
  return writeZip([
    ['[Content_Types].xml', '<Types/>'],
    ['xl/worksheets/sheet1.xml', `<worksheet><sheetData>${sheet}</sheetData></worksheet>`],
    ['xl/sharedStrings.xml', `<sst>${shared.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`],
  ]);
}

function cell(value: string | number, at: string, shared: string[] | undefined): string {
  if (value === '') return '';
  if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
  const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  if (!shared) return `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
  return `<c r="${at}" t="s"><v>${shared.push(text) - 1}</v></c>`;
}

function writeZip(files: readonly (readonly [string, string])[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const packed = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(name.length, 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, Buffer.from(name)]));
    bodies.push(body);
    offset += body.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}
