import { isJson, numberField, textField } from '../clients/json.js';

export const SESSION_TRANSPORTS = ['cookie', 'token'] as const;
export type SessionTransport = (typeof SESSION_TRANSPORTS)[number];

export interface SessionUser {
  /** The `{cmsUserId}` of CMS paths. */
  cmsUserId: string;
  email: string;
  name: string;
}

export interface Session {
  /** Names the session inside the gateway; unlike the handle it proves nothing. */
  sessionId: string;
  partnerId: string;
  user: SessionUser;
  /** Milliseconds since the epoch. */
  endsAt: number;
}

export function parseSession(value: unknown): Session | undefined {
  const sessionId = textField(value, 'sessionId');
  const partnerId = textField(value, 'partnerId');
  const endsAt = numberField(value, 'endsAt');
  const user = isJson(value) ? value['user'] : undefined;
  const cmsUserId = textField(user, 'cmsUserId');
  if (sessionId === undefined || partnerId === undefined || endsAt === undefined || cmsUserId === undefined) {
    return undefined;
  }
  const [email, name] = [textField(user, 'email') ?? '', textField(user, 'name') ?? ''];
  return { sessionId, partnerId, endsAt, user: { cmsUserId, email, name } };
}
