import { Injectable } from '@nestjs/common';
import type { SessionKind } from '../../common/caller-kinds.js';
import type { TokenOutcome } from '../../clients/migo/token-outcome.js';
import { problemOfCause } from '../../clients/transport/upstream-problem.js';
import type { PartnerSettings } from '../../config/sections/partner.settings.js';
import { type UserLogin, UserLogins } from '../../credentials/user-logins.js';
import { Settings } from '../../config/settings.js';
import { AttemptLimiter, type Verdict } from '../../limits/attempt-limiter.js';
import { limitOf } from '../../limits/limit.js';
import { addressKey, userKey } from '../../limits/limit-keys.js';
import { padResponse } from '../../limits/response-padding.js';
import { SharedLimits } from '../../limits/shared-limits.js';
import { type AuditContext, AuditLog, userTagOf } from '../../observability/audit.log.js';
import { Problem } from '../../problems/problem.js';
import { KnownDevices } from './known-devices.js';
import { loginLimits } from './login-limits.js';
import { auditFactsOf } from '../sessions/audit-facts.js';
import { SessionDirectory } from '../sessions/directory.js';
import type { SessionTransport, SessionUser } from '../sessions/session-record.js';
import { type OpenedSession, Sessions } from '../sessions/sessions.js';
import { ifUnavailable, StoreUnavailableError } from '../../storage/key-value-store.js';

type TokenGrant = Extract<TokenOutcome, { kind: 'ok' }>;

/** What a login is about, but for the name and the password. */
export interface LoginRequest {
  partner: PartnerSettings;
  transport: SessionTransport;
  context: AuditContext;
  /** When the request began, by `performance.now()`. */
  startedAt: number;
  /** Tokens of earlier logins on this device. */
  deviceTokens: readonly string[];
}

export interface LoggedIn extends OpenedSession {
  /** For the next login of this account on this device. */
  deviceToken: string;
  /** Device tokens of other accounts on the same device. */
  otherDeviceTokens: readonly string[];
}

interface SessionLogin extends Omit<UserLogin, 'partner'> {
  request: LoginRequest;
  kind: SessionKind;
  loginName: string;
  /** Undefined where the answer does not tell who it is. */
  ownerOf: (answer: TokenGrant['answer']) => SessionUser | undefined;
}

/** Opens a session with a user's login at an upstream. The upstream tokens stay in the store. */
@Injectable()
export class UserLoginService {
  constructor(
    private readonly logins: UserLogins,
    private readonly sessions: Sessions,
    private readonly directory: SessionDirectory,
    private readonly audit: AuditLog,
    private readonly attempts: AttemptLimiter,
    private readonly shared: SharedLimits,
    private readonly devices: KnownDevices,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem `login_failed`, `rate_limited`, `credential_unavailable`, or one that tells how the upstream failed */
  async logIn({ request, kind, loginName, ownerOf, ...login }: SessionLogin): Promise<LoggedIn> {
    const { partner, transport, context, startedAt } = request;
    const { upstream } = login.client;
    await this.shared.take(limitOf('addressLogins', this.settings.limits.addressLogins), addressKey(context.address));
    const facts = { ...context, partner: partner.id, kind, user: userTagOf(loginName) };
    const who = userKey({ upstream, merchant: partner.merchant, name: loginName });
    const device = this.devices.of(who, request.deviceTokens);
    let wasSent = false;
    const attempt = this.attempts.attempt({
      limits: loginLimits({ who, address: context.address, device: device.id }),
      run: () => {
        wasSent = true;
        return this.logins.send({ partner, ...login });
      },
      verdictOf: ({ kind: came }) => VERDICTS[came],
      onLock: (limit) => {
        this.audit.write('lock', { ...facts, limit });
      },
    });
    const outcome = await attempt.catch(async (error: unknown) => {
      // A store that is away tells of no account, and at once.
      if (!wasSent && error instanceof StoreUnavailableError) throw error;
      // How long Migo took for those before it would tell whether the account exists.
      await padResponse(startedAt, this.settings.limits.refusalStepMs);
      throw error;
    });
    if (outcome.kind === 'refused') {
      this.audit.write('login_refused', { ...facts, upstream });
      await padResponse(startedAt, this.settings.limits.refusalStepMs);
      throw new Problem('login_failed');
    }
    if (outcome.kind !== 'ok') throw problemOfCause(outcome.cause, upstream);
    const owner = ownerOf(outcome.answer);
    if (owner === undefined) throw new Problem('upstream_invalid_answer', { upstream });
    const opened = await this.sessions.open({ partnerId: partner.id, owner, transport, tokens: outcome.tokens });
    this.audit.write('login', auditFactsOf({ ...opened.session, partner }, context));
    const most = this.settings.sessions.perUser;
    // The next login ends what is left.
    for (const session of await this.directory.endOldest(opened.session, most).catch(ifUnavailable([])))
      this.audit.write('session_ended', auditFactsOf({ ...session, partner }, context));
    return { ...opened, deviceToken: this.devices.tokenFor(who, device.id), otherDeviceTokens: device.others };
  }
}

const VERDICTS = {
  ok: 'right',
  refused: 'wrong',
  unavailable: 'neither',
  unknown: 'neither',
} as const satisfies Record<TokenOutcome['kind'], Verdict>;
