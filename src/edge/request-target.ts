import type { IncomingMessage } from 'node:http';

const SLASH = 0x2f;
const ABSOLUTE = /^https?:\/\/[^/?#]+(?<place>[/?].*)?$/i;

/** `OPTIONS *` asks about the server as a whole. No client can send a space in a target, so this stands for nothing else. */
export const WHOLE_SERVER = '/ *';
/** Has a broken escape, so that it is answered like every address that cannot be read. */
const NO_TARGET = '/%';

/**
 * The path and query that a request is for, whatever form its target has (RFC 9112, section 3.2). Proxies send the absolute
 * form, and a server must take it; the host in it is as little looked at as `Host` is.
 */
export function targetOf({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): string {
  if (url.charCodeAt(0) === SLASH) return url;
  if (url === '*' && method === 'OPTIONS') return WHOLE_SERVER;
  const absolute = ABSOLUTE.exec(url);
  if (absolute === null) return NO_TARGET;
  const place = absolute.groups?.['place'] ?? '/';
  return place.startsWith('?') ? `/${place}` : place;
}
