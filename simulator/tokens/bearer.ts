import { unauthorized } from '../http/refusal.js';

/** The token of a `Bearer <token>` header; a raw token is refused, as Migo's guard does (cms-api). */
export function bearerToken(name: string, value: string | string[] | undefined): string {
  const match = typeof value === 'string' ? /^Bearer (\S+)$/.exec(value) : null;
  const token = match?.[1];
  if (token === undefined) throw unauthorized(`The ${name} header must be "Bearer <token>"`);
  return token;
}
