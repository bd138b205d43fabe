import { finished } from 'node:stream/promises';
import type { RequestHead } from '../../idempotency/fingerprint.js';
import { ownMerchantOf } from '../request/own-merchant.js';
import type { RowCall } from '../row-call.js';
import { openUpload } from '../uploads/upload-request.js';
import type { KeyedHash } from '../../storage/record-cipher.js';

/** What makes a request of a row the same one. Its one-time code does not: with another one it is still the same payment. */
export function headOf({ route, path, request }: RowCall): RequestHead {
  const { row } = route;
  const headers = (row.headers ?? []).map((name) => [name, String(request.headers[name] ?? '')] as const);
  return { method: row.method, path, headers };
}

/**
 * Reads the form of a repeated call to its end, and sends it nowhere.
 *
 * @throws Problem where it is not as the row wants it
 */
export async function readForm(call: RowCall, hash: KeyedHash | undefined): Promise<string | undefined> {
  const upload = openUpload(call.route, call.request, { merchant: ownMerchantOf(call), hash });
  if (upload === undefined) return undefined;
  await finished(upload.body.resume());
  return upload.body.digest;
}
