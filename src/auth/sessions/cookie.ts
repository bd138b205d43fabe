import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** `__Host-` binds it to this host, HTTPS and the whole path (RFC 6265bis, section 4.1.3.2). */
export const SESSION_COOKIE = '__Host-migo_session';

/** What a browser keeps of the logins that were made with it. */
const DEVICE_COOKIE = '__Host-migo_device';

/** Around a name stand spaces and tabs, and nothing else that some readers take away (RFC 6265, section 5.2). */
const OURS = /(?:^|;)[ \t]*__Host-migo_session[ \t]*=/g;

const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;

/** Empty, which is no handle, where there are several: one of them is somebody else's, and nothing tells which. */
export function sessionCookieOf({ headers: { cookie } }: FastifyRequest): string | undefined {
  if (cookie === undefined) return undefined;
  if ((cookie.match(OURS)?.length ?? 0) > 1) return '';
  return parseCookie(cookie)[SESSION_COOKIE];
}

export function setSessionCookie(reply: FastifyReply, handle: string, seconds: number): void {
  void reply.header('set-cookie', stringifySetCookie(SESSION_COOKIE, handle, { ...ATTRIBUTES, maxAge: seconds }));
}

export function deviceCookieOf({ headers: { cookie } }: FastifyRequest): string | undefined {
  return cookie === undefined ? undefined : parseCookie(cookie)[DEVICE_COOKIE];
}

/** Stays behind a logout: that is what it is for. */
export function setDeviceCookie(reply: FastifyReply, value: string, seconds: number): void {
  void reply.header('set-cookie', stringifySetCookie(DEVICE_COOKIE, value, { ...ATTRIBUTES, maxAge: seconds }));
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.header('set-cookie', stringifySetCookie(SESSION_COOKIE, '', { ...ATTRIBUTES, maxAge: 0 }));
}
