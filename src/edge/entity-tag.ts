import { createHash } from 'node:crypto';

/** A strong one (RFC 9110, section 8.8.3): whatever else than the same bytes has another. */
export function entityTagOf(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `"${hash.digest('base64url').slice(0, 22)}"`;
}

/** `If-None-Match` names the tag, compared weakly, or any (RFC 9110, section 13.1.2). */
export function hasAlready(held: string | undefined, etag: string): boolean {
  const tags = held?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(etag);
}
