export interface LeadFile {
  contentType: string;
  content: Buffer;
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** By file name. How a lead's file gets there is not documented. */
export function seedLeadFiles(): Map<string, LeadFile> {
  return new Map([
    ['dpi-front.png', { contentType: 'image/png', content: Buffer.from(PIXEL, 'base64') }],
    ['utility-bill.pdf', { contentType: 'application/pdf', content: Buffer.from(PDF) }],
  ]);
}
