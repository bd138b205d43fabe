import { PassThrough } from 'node:stream';
import type { Upload } from './upload.js';
export class UploadStream extends PassThrough {
  constructor(_options: { upload: Upload; contentType: string; otp?: string }) {
    super();
  }
}
export function otpPart(boundary: string, otp: string): Buffer {
  return Buffer.from(boundary + otp);
}
export function boundaryOf(contentType: string): string | undefined {
  return /boundary=(.*)/.exec(contentType)?.[1];
}
