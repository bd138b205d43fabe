import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Caller, hasSession, type ServiceCaller, type SessionCaller } from '../auth/callers/caller.js';
import { inlineOtpLimits } from '../auth/step-up/otp-limits.js';
import { auditFactsOf } from '../auth/sessions/audit-facts.js';
import { isRecord } from '../common/json.js';
import type { Answer } from '../clients/transport/exchange.js';
import { AttemptLimiter, type AttemptLimitName, type Verdict } from '../limits/attempt-limiter.js';
import { type AuditContext, auditContextOf, AuditLog, type AuditOfCaller } from '../observability/audit.log.js';
import type { PreparedRoute } from '../policy/route.prepared.js';
import type { UploadRequest } from './uploads/upload-request.js';
import { otpOf } from './request/upstream-request.js';
import { refusesOtp } from '../clients/migo/refusal.js';

interface CallWithCode {
  route: PreparedRoute;
  request: FastifyRequest;
  caller: Caller;
  upload: UploadRequest | undefined;
}

/** One-time codes that come with a call (rows with `otp`): wrong ones lock like those of `PUT /v1/auth/otp`. */
@Injectable()
export class InlineCodes {
  constructor(
    private readonly attempts: AttemptLimiter,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Makes the call, unless it has a code and too many were wrong lately. Whether a form has one is known when it was read, so
   * while codes are locked a form is refused in any case.
   *
   * @throws Problem `rate_limited`
   * @throws StoreUnavailableError
   */
  async guess(withCode: CallWithCode, make: () => Promise<Answer>): Promise<Answer> {
    const { request, caller, upload } = withCode;
    if (caller.kind === 'public' || (upload === undefined && !hasCode(withCode))) return make();
    const facts = factsOf(caller, auditContextOf(request));
    const locks = new Set<AttemptLimitName>();
    try {
      const answer = await this.attempts.attempt({
        limits: inlineOtpLimits(caller, placeOf(request)),
        run: make,
        verdictOf: (made) => verdictOf(made, withCode),
        onLock: (limit) => locks.add(limit),
      });
      if (isWrongCode(answer, withCode)) {
        this.audit.write('otp_refused', { ...facts, upstream: withCode.route.target.name });
        for (const limit of locks) this.audit.write('lock', { ...facts, limit });
      }
      return answer;
    } catch (error) {
      // What was not sent is not read by anybody else.
      upload?.body.destroy();
      throw error;
    }
  }
}

function factsOf(caller: SessionCaller | ServiceCaller, context: AuditContext): AuditOfCaller {
  if (hasSession(caller)) return auditFactsOf(caller, context);
  return { ...context, partner: caller.partner.id, client: caller.clientId };
}

/** Whether Migo has refused the code that was sent. */
export function isWrongCode(answer: Answer, withCode: Omit<CallWithCode, 'caller'>): boolean {
  return answer.kind !== 'streamed' && refusesOtp(answer, withCode.route.target.name) && hasCode(withCode);
}

function verdictOf(answer: Answer, withCode: CallWithCode): Verdict {
  if (isWrongCode(answer, withCode)) return 'wrong';
  return answer.status < 300 && hasCode(withCode) ? 'right' : 'neither';
}

function hasCode({ request, upload }: Omit<CallWithCode, 'caller'>): boolean {
  if (otpOf(request) !== undefined) return true;
  return upload?.body.hasText('otp') ?? (isRecord(request.body) && request.body['otp'] !== undefined);
}

/** The card or cardholder that the path names. */
function placeOf({ params }: FastifyRequest): string {
  return isRecord(params) ? Object.values(params).map(String).join('/') : '';
}
