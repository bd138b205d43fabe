import { Injectable } from '@nestjs/common';
import { CmsClient } from '../../clients/cms/cms.client.js';
import type { OtpCall, OtpOutcome } from '../../clients/migo/otp-call.js';
import type { Tokens } from '../../clients/migo/token-outcome.js';
import { WalletGatewayClient } from '../../clients/wallet-gateway/wallet-gateway.client.js';
import { Settings } from '../../config/settings.js';
import { callRenewing } from '../../credentials/call-renewing.js';
import { Credentials } from '../../credentials/credentials.js';
import { ServiceCmsTokens } from '../../credentials/service-cms-tokens.js';
import { CodeAttempts, type CodeVerdict } from '../../limits/code-attempts.js';
import { Limiter } from '../../limits/limiter.js';
import { type AuditContext, AuditLog } from '../../observability/audit.log.js';
import { sharedClock } from '../../storage/shared-clock.js';
import { hasSession, type ServiceCaller, type SessionCaller } from '../callers/caller.js';
import { type OtpIssuers, otpIssuers } from './otp-issuers.js';
import { otpLimits, otpRequestKey } from './otp-limits.js';
import { otpProblem } from './otp-problem.js';
import { auditFactsOfCaller } from '../sessions/audit-facts.js';
import { loginNameOf } from '../sessions/session-record.js';
import { type OpenedSession, Sessions } from '../sessions/sessions.js';

/** Who has one-time codes: users, and services with a CMS user of their own. */
export type OtpCaller = SessionCaller | ServiceCaller;

interface Verification {
  otp: string;
  context: AuditContext;
}

/** One-time codes of Migo, and the window that a right one opens. Migo: cms-api/cms-users, wallet/pin-management. */
@Injectable()
export class StepUpService {
  private readonly issuers: OtpIssuers;

  constructor(
    cms: CmsClient,
    wallet: WalletGatewayClient,
    private readonly credentials: Credentials,
    private readonly sessions: Sessions,
    private readonly limiter: Limiter,
    private readonly attempts: CodeAttempts,
    private readonly settings: Settings,
    private readonly services: ServiceCmsTokens,
    private readonly audit: AuditLog,
  ) {
    this.issuers = otpIssuers(cms, wallet);
  }

  /** @throws Problem `rate_limited`, `otp_refused`, `upstream_not_configured`, or one that tells how Migo failed */
  async request(caller: OtpCaller): Promise<void> {
    const email = this.emailOf(caller);
    await this.limiter.take('otp', otpRequestKey(caller));
    const outcome = await this.send(caller, { email });
    if (outcome.kind !== 'ok') throw otpProblem(outcome, this.issuers[caller.kind].upstream);
  }

  /**
   * Opens the window, and gives a new handle in exchange for the caller's. A service has none: what it gains belongs to its
   * token at the CMS. Five wrong codes lock for a while.
   *
   * @throws Problem `rate_limited`, `otp_refused`, `upstream_not_configured`, or one that tells how Migo failed
   */
  async verify(caller: OtpCaller, { otp, context }: Verification): Promise<OpenedSession | undefined> {
    const email = this.emailOf(caller);
    const facts = auditFactsOfCaller(caller, context);
    const { upstream } = this.issuers[caller.kind];
    const outcome = await this.attempts.attempt({
      limits: otpLimits(caller),
      run: () => this.send(caller, { email, otp }),
      verdictOf: (came) => VERDICTS[came.kind],
      isSent: () => false,
      onLock: (limit) => {
        this.audit.write('lock', { ...facts, limit });
      },
    });
    if (outcome.kind === 'refused' || outcome.kind === 'unproven')
      this.audit.write('otp_refused', { ...facts, upstream });
    if (outcome.kind !== 'ok') throw otpProblem(outcome, this.issuers[caller.kind].upstream);
    const opened = await this.elevate(caller, outcome.tokens);
    this.audit.write('step_up', facts);
    return opened;
  }

  private async elevate(caller: OtpCaller, tokens: Tokens | undefined): Promise<OpenedSession | undefined> {
    if (!hasSession(caller)) {
      if (tokens !== undefined) await this.services.replace(caller.partner, caller.clientId, tokens);
      return undefined;
    }
    if (tokens !== undefined) await this.sessions.elevate(caller, tokens);
    return this.sessions.rotate(caller, sharedClock.now() + this.settings.sessions.stepUpSeconds * 1000);
  }

  private emailOf(caller: OtpCaller): string {
    return hasSession(caller) ? loginNameOf(caller) : this.services.user(caller.partner, caller.clientId).email;
  }

  private async send(caller: OtpCaller, call: Omit<OtpCall, 'purpose'>): Promise<OtpOutcome> {
    const issuer = this.issuers[caller.kind];
    const source = this.credentials.source(issuer.scheme);
    const credential = await source.get(caller);
    return callRenewing({
      source,
      owner: caller,
      place: 'otp',
      first: { credential, answer: await issuer.call(call, credential.headers) },
      call: ({ headers }) => issuer.call(call, headers),
      refusalOf: (outcome) => (outcome.kind === 'token-refused' ? outcome.text : undefined),
    });
  }
}

/** A call without an answer may have tried the code. */
const VERDICTS = {
  ok: 'right',
  refused: 'wrong',
  unproven: 'wrong',
  unavailable: 'wrong',
  'token-refused': 'neither',
} as const satisfies Record<OtpOutcome['kind'], CodeVerdict>;
