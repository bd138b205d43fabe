import { invalidInput } from '../http/refusal.js';
import type { UploadedFile } from '../http/multipart.js';
import { readRows, readSharedStrings } from './sheet-xml.js';
import { readZipEntry } from './zip-reader.js';

export const MAX_WORKBOOK_BYTES = 16 * 1024 * 1024;

/** The rows of the first sheet. A binary `.xls` is taken as it is and counts no rows. */
export function readWorkbook({ fileName, content }: UploadedFile, field: string): string[][] {
  if (/\.xls$/i.test(fileName)) return [];
  if (!/\.xlsx$/i.test(fileName)) throw refused(`${field} must be an .xlsx or .xls workbook`);
  try {
    const sheet = readZipEntry(content, 'xl/worksheets/sheet1.xml');
    if (!sheet) throw new RangeError('It has no first sheet');
    const shared = readZipEntry(content, 'xl/sharedStrings.xml')?.toString('utf8') ?? '';
    return readRows(sheet.toString('utf8'), readSharedStrings(shared));
  } catch (cause) {
    const refusal = refused(`${field} is not a readable workbook`);
    refusal.cause = cause;
    throw refusal;
  }
}

function refused(message: string): Error {
  return invalidInput([{ code: '7000', message }]);
}
