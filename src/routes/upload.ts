/** What a file of a multipart body may be. */
export interface UploadFile {
  /** Page below https://api-docs.migopayments.com/en/ that has the rules. */
  source: string;
  /** Bytes. Without it any size passes. */
  maxBytes?: number;
  /** Extensions in lower case, each with the media types that clients declare for it: either names the type. Without it any file passes. */
  types?: Readonly<Record<string, readonly string[]>>;
}

/** A multipart body: every file is required, exactly once, and there is no other one. Texts that are not declared pass. */
export interface Upload {
  /** By form field. */
  files: Readonly<Record<string, UploadFile>>;
  /** DTO of the text fields. */
  fields?: new () => object;
  /** Text fields that must be there, as fields of the form or in the query. */
  either?: readonly string[];
}

const MEBIBYTE = 1_048_576;

export const WORKBOOK: UploadFile = {
  source: 'cms-api/bulk-uploads',
  maxBytes: 16 * MEBIBYTE,
  types: {
    xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    xls: ['application/vnd.ms-excel'],
  },
};

/** Windows calls a CSV file a spreadsheet. */
export const CSV: UploadFile = {
  source: 'recurring-payments/bulk-charges',
  maxBytes: 10 * MEBIBYTE,
  types: { csv: ['text/csv', 'text/plain', 'application/csv', 'application/vnd.ms-excel'] },
};

export const DOCUMENT: UploadFile = {
  source: 'cms-api/process-requests',
  maxBytes: 10 * MEBIBYTE,
  types: {
    pdf: ['application/pdf'],
    jpg: ['image/jpeg'],
    jpeg: ['image/jpeg'],
    png: ['image/png'],
    webp: ['image/webp'],
  },
};

/** Migo says that there is one, and neither of what type nor how large. */
export const ANY_FILE: UploadFile = { source: 'merchants/document-upload' };
