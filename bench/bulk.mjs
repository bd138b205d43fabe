import { Buffer } from 'node:buffer';

// One answer and one form of 500 MB, of which neither side ever holds more than a part.

export const BULK_PREFIX = '/rest';
const BULK_BYTES = 500_000_000;
const PART = Buffer.alloc(65_536, 'x');

const BOUNDARY = 'migo-gateway-bench';
const formPart = (name) =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="${name}.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;

const answer = [Buffer.from('{"success":true,"data":"'), BULK_BYTES, Buffer.from('"}')];
const form = [
  Buffer.from(formPart('businessPhoto')),
  BULK_BYTES / 2,
  Buffer.from(`\r\n${formPart('utilityBill')}`),
  BULK_BYTES / 2,
  Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
];

/** Which way the bytes go. The path is below the prefix of whoever is asked. */
export const BULK = {
  download: { method: 'GET', path: '/businesses/41/docs', headers: {}, status: 200, answer },
  upload: {
    method: 'POST',
    path: '/businesses/41/files',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'content-length': bytesOf(form) },
    status: 201,
    body: form,
    answer: [Buffer.from('{"success":true,"data":{}}')],
  },
};

export function bytesOf(content) {
  return content.reduce((sum, part) => sum + (typeof part === 'number' ? part : part.length), 0);
}

/** The bytes of a content, in parts; a number in it stands for so many bytes of filling. */
export function* partsOf(content) {
  for (const part of content) {
    if (typeof part !== 'number') yield part;
    else for (let left = part; left > 0; left -= PART.length) yield left < PART.length ? PART.subarray(0, left) : PART;
  }
}
