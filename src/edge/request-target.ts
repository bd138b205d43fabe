import type { IncomingMessage } from 'node:http';

const SLASH = 0x2f;
const ABSOLUTE = /^https?:\/\/[^/?#]+(?<place>[/?].*)?$/i;

/** No target has a fragment (RFC 9112, section 3.2), and routers end a path at one that others read on. */
const FRAGMENT = /^[^?]*#/;

/** `OPTIONS *` asks about the server as a whole. No client can send a space in a target, so this stands for nothing else. */
export const WHOLE_SERVER = '/ *';
/** Has a broken escape, so that it is answered like every address that cannot be read. */
const NO_TARGET = '/%';

/**
 * The path and query that a request is for, whatever form its target has (RFC 9112, section 3.2). Proxies send the absolute
 * form, and a server must take it; the host in it is as little looked at as `Host` is.
 */
export function targetOf({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): string {
  if (url.includes('#') && FRAGMENT.test(url)) return NO_TARGET;
  if (url.charCodeAt(0) === SLASH) return url;
  if (url === '*' && method === 'OPTIONS') return WHOLE_SERVER;
  const absolute = ABSOLUTE.exec(url);
  if (absolute === null) return NO_TARGET;
  const place = absolute.groups?.['place'] ?? '/';
  return place.startsWith('?') ? `/${place}` : place;
}

/**
 * Whether the fixed parts of a route are spelt as they are, and not as `%61uth` for `auth`: a proxy that keeps callers from a path
 * by its text would let that through. Values of parameters may be encoded as a client likes (RFC 3986, section 6.2.2.2).
 */
export function isCanonical(target: string, route: string): boolean {
  if (!target.includes('%')) return true;
  const segments = target.split('?', 1)[0]?.split('/') ?? [];
  return route
    .split('/')
    .every((part, index) => part.startsWith(':') || part.startsWith('*') || segments[index] === part);
}
