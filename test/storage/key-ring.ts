import { createHash } from 'node:crypto';
import { Settings } from '../../src/config/settings.js';
import { RecordCipher } from '../../src/storage/record-cipher.js';

/** A cipher with these keys, the first one encrypting. A name always stands for the same secret. */
export function cipherOf(...names: string[]): RecordCipher {
  const keys = names.map((id) => ({ id, secret: createHash('sha256').update(id).digest('base64') }));
  return new RecordCipher(Object.assign(new Settings(), { sessions: { keys } }));
}
