import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../problems/problem.js';

const CHARSET = /;\s*charset\s*=\s*"?(?<charset>[^\s;"]*)/i;
/** UTF-8 by its name, by the one that is often given to it, and by that of its first half. */
const TAKEN = new Set(['utf-8', 'utf8', 'us-ascii']);

/** What is wrong with a JSON body that is not UTF-8, or does not say so (RFC 8259, section 8.1). */
export function encodingFault({ headers }: Pick<FastifyRequest, 'headers'>, json: Buffer): Problem | undefined {
  const charset = CHARSET.exec(headers['content-type'] ?? '')?.groups?.['charset']?.toLowerCase();
  if (charset !== undefined && !TAKEN.has(charset)) {
    return new Problem('unsupported_media_type', { detail: 'JSON is taken as UTF-8, in no other charset.' });
  }
  return isUtf8(json) ? undefined : new Problem('invalid_encoding');
}
