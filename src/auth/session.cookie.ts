import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** `__Host-` binds it to this host, HTTPS and the whole path (RFC 6265bis, section 4.1.3.2). */
export const SESSION_COOKIE = '__Host-migo_session';

const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;

export function sessionCookieOf({ headers }: FastifyRequest): string | undefined {
  return headers.cookie === undefined ? undefined : parseCookie(headers.cookie)[SESSION_COOKIE];
}

export function setSessionCookie(reply: FastifyReply, handle: string, seconds: number): void {
  void reply.header('set-cookie', stringifySetCookie(SESSION_COOKIE, handle, { ...ATTRIBUTES, maxAge: seconds }));
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.header('set-cookie', stringifySetCookie(SESSION_COOKIE, '', { ...ATTRIBUTES, maxAge: 0 }));
}
