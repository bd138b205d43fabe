/** What a file of a multipart body may be. */
export interface UploadFile {
  /** Bytes. */
  maxBytes: number;
  /** Of the file's name, in lower case, with the media types that a client may declare for it. */
  types: Readonly<Record<string, readonly string[]>>;
}

/** A multipart body: every file is required, exactly once, and nothing else is let through. */
export interface Upload {
  /** By form field. */
  files: Readonly<Record<string, UploadFile>>;
  /** DTO of the text fields. Without it there may be none. */
  fields?: new () => object;
}

const MEBIBYTE = 1_048_576;

/** Migo: cms-api/bulk-uploads. */
export const WORKBOOK: UploadFile = {
  maxBytes: 16 * MEBIBYTE,
  types: {
    xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    xls: ['application/vnd.ms-excel'],
  },
};

/** Migo: recurring-payments/bulk-charges. Windows calls a CSV file a spreadsheet. */
export const CSV: UploadFile = {
  maxBytes: 10 * MEBIBYTE,
  types: { csv: ['text/csv', 'text/plain', 'application/csv', 'application/vnd.ms-excel'] },
};

/** Migo: cms-api/process-requests. */
export const DOCUMENT: UploadFile = {
  maxBytes: 10 * MEBIBYTE,
  types: {
    pdf: ['application/pdf'],
    jpg: ['image/jpeg'],
    jpeg: ['image/jpeg'],
    png: ['image/png'],
    webp: ['image/webp'],
  },
};
