import { accountName } from '../../common/account-name.js';
import { isRecord, numberField, textField } from '../../common/json.js';

export const SESSION_TRANSPORTS = ['cookie', 'token'] as const;
export type SessionTransport = (typeof SESSION_TRANSPORTS)[number];

export interface OperatorUser {
  /** The `{cmsUserId}` of CMS paths. */
  cmsUserId: string;
  email: string;
  name: string;
}

export interface CardholderUser {
  /** The `{authUserId}` of Wallet paths. */
  userId: string;
  username: string;
  name: string;
}

/** Whose session it is. */
export type SessionUser = { kind: 'operator'; user: OperatorUser } | { kind: 'cardholder'; user: CardholderUser };

export type Session = SessionUser & {
  /** Names the session inside the gateway; unlike the handle it proves nothing. */
  sessionId: string;
  partnerId: string;
  /** How its handle was first handed over. */
  transport: SessionTransport;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Milliseconds since the epoch. */
  endsAt: number;
  /** Until then operations that need a recent one-time code are allowed; milliseconds since the epoch. */
  stepUpUntil?: number;
  /** Where the session lay before its handle was changed. */
  previousRecordId?: string;
  /** The handle was changed: for a moment this one still reads, and does nothing else. */
  retired?: true;
};

export function userIdOf({ kind, user }: SessionUser): string {
  return kind === 'operator' ? user.cmsUserId : user.userId;
}

/** What the user logs in with. */
export function loginNameOf({ kind, user }: SessionUser): string {
  return kind === 'operator' ? user.email : user.username;
}

/** What tells users apart: an id is exact; a name that stands in for one is the account's, however it is spelt. */
export function accountOf(owner: SessionUser): string {
  const [id, name] = [userIdOf(owner), loginNameOf(owner)];
  return id === name ? accountName(name) : id;
}

/** Every name by which somebody may ask for the sessions of a user. */
export function namesOf(owner: SessionUser): string[] {
  return [userIdOf(owner), loginNameOf(owner)];
}

export function parseSession(value: unknown): Session | undefined {
  const sessionId = textField(value, 'sessionId');
  const partnerId = textField(value, 'partnerId');
  const transport = SESSION_TRANSPORTS.find((name) => name === textField(value, 'transport'));
  const createdAt = numberField(value, 'createdAt');
  const endsAt = numberField(value, 'endsAt');
  const owner = parseUser(value);
  if (sessionId === undefined || partnerId === undefined || owner === undefined) return undefined;
  if (transport === undefined || createdAt === undefined || endsAt === undefined) return undefined;
  const stepUpUntil = numberField(value, 'stepUpUntil');
  const previousRecordId = textField(value, 'previousRecordId');
  return {
    sessionId,
    partnerId,
    transport,
    createdAt,
    endsAt,
    ...owner,
    ...(stepUpUntil !== undefined && { stepUpUntil }),
    ...(previousRecordId !== undefined && { previousRecordId }),
    ...(isRecord(value) && value['retired'] === true && { retired: true }),
  };
}

function parseUser(value: unknown): SessionUser | undefined {
  const kind = textField(value, 'kind');
  const user = isRecord(value) ? value['user'] : undefined;
  const text = (field: string): string => textField(user, field) ?? '';
  const [cmsUserId, userId] = [text('cmsUserId'), text('userId')];
  if (kind === 'operator' && cmsUserId !== '') {
    return { kind, user: { cmsUserId, email: text('email'), name: text('name') } };
  }
  if (kind === 'cardholder' && userId !== '') {
    return { kind, user: { userId, username: text('username'), name: text('name') } };
  }
  return undefined;
}
