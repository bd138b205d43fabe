import { Injectable } from '@nestjs/common';
import type { Caller, PublicCaller } from '../auth/callers/caller.js';
import { accountOtpLimits, otpLimits } from '../auth/step-up/otp-limits.js';
import { auditFactsOfCaller } from '../auth/sessions/audit-facts.js';
import { isRecord, textField } from '../common/json.js';
import { isOtpRefusal } from '../clients/migo/refusal.js';
import { UpstreamError } from '../clients/transport/upstream-error.js';
import { CodeAttempts, type CodeLimitName, type CodeVerdict } from '../limits/code-attempts.js';
import { nameKey } from '../limits/limit-keys.js';
import { auditContextOf, AuditLog, userTagOf } from '../observability/audit.log.js';
import { Problem } from '../problems/problem.js';
import { isProvenSuccess } from './answer/proven.js';
import type { RowAnswer, RowCall } from './row-call.js';
import { otpOf } from './request/inline-otp.js';

export const OTP_FIELD = 'otp';

/** One-time codes that come with a call, or are what it is about: wrong ones lock like those of `PUT /v1/auth/otp`. */
@Injectable()
export class InlineCodes {
  constructor(
    private readonly attempts: CodeAttempts,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Makes the call, unless it has a code and too many were wrong lately. Whether a form has one shows while it is read: it counts
   * then, and while codes are locked nothing of it is sent.
   *
   * @throws Problem `rate_limited`, `otp_refused`
   * @throws StoreUnavailableError
   */
  async limit(call: RowCall, next: (call: RowCall) => Promise<RowAnswer>): Promise<RowAnswer> {
    const { caller, route } = call;
    if (route.row.conceal === 'otp_refused') return this.attemptForAccount(call, () => next(call));
    if (caller.kind === 'public' || (call.upload === undefined && !hasCode(call))) return next(call);
    const answer = await this.attempt(call, caller, () => next(call));
    if (isWrongCode(answer, call)) throw new Problem('otp_refused', { upstream: route.target.name });
    return answer;
  }

  /** The code of an account that the body names, whoever calls. A success says so, else it is none. */
  private attemptForAccount({ caller, route, request }: RowCall, run: () => Promise<RowAnswer>): Promise<RowAnswer> {
    const { merchant, id: partner } = caller.partner;
    const name = textField(request.body, route.row.accountField ?? '') ?? '';
    const facts = { ...auditContextOf(request), partner, user: userTagOf(name) };
    return this.attempts.attempt({
      limits: accountOtpLimits({ upstream: route.target.name, merchant, name }),
      run,
      verdictOf: verdictOfAccount,
      isSent,
      onLock: (limit) => {
        this.audit.write('lock', { ...facts, limit });
      },
    });
  }

  private async attempt(
    call: RowCall,
    caller: Exclude<Caller, PublicCaller>,
    run: () => Promise<RowAnswer>,
  ): Promise<RowAnswer> {
    const facts = auditFactsOfCaller(caller, auditContextOf(call.request));
    const locks = new Set<CodeLimitName>();
    const { upload } = call;
    try {
      const answer = await this.attempts.attempt({
        limits: otpLimits(caller),
        place: `${call.route.id}:${placeOf(call.request)}`,
        run,
        verdictOf: (made) => verdictOf(made, call),
        isSent: (error) => hasCode(call) && isSent(error),
        ...(upload !== undefined &&
          !hasCode(call) && {
            onCode: (count) => {
              upload.body.beforeText(OTP_FIELD, count);
            },
          }),
        onLock: (limit) => locks.add(limit),
      });
      if (isWrongCode(answer, call)) {
        this.audit.write('otp_refused', { ...facts, upstream: call.route.target.name });
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

/** Whether Migo has refused the code that was sent. */
function isWrongCode(answer: RowAnswer, call: RowCall): boolean {
  return answer.kind === 'refused' && isOtpRefusal(answer) && hasCode(call);
}

function verdictOf(answer: RowAnswer, call: RowCall): CodeVerdict {
  if (isWrongCode(answer, call)) return 'wrong';
  return answer.status < 300 && hasCode(call) ? 'right' : 'neither';
}

function verdictOfAccount(answer: RowAnswer): CodeVerdict {
  if (answer.kind === 'refused') return answer.status === 429 ? 'neither' : 'wrong';
  return isProvenSuccess(answer) ? 'right' : 'wrong';
}

/** Whether a code comes with the call; of a form, so far as it was read. */
function hasCode({ route, request, upload }: RowCall): boolean {
  // In the header it goes to Migo only where the row puts it in.
  if (route.row.otp !== undefined && otpOf(request) !== undefined) return true;
  return (
    upload?.body.hasText(OTP_FIELD) ??
    [request.body].flat().some((one) => isRecord(one) && one[OTP_FIELD] !== undefined)
  );
}

/** Whether the call has left, so far as is known. */
function isSent(error: unknown): boolean {
  const cause = error instanceof Problem ? error.options.cause : error;
  return cause instanceof UpstreamError && cause.sent;
}

/** The card or cardholder that the path names. */
function placeOf({ params }: RowCall['request']): string {
  return isRecord(params) ? nameKey(Object.values(params).map(String).join('/')) : '';
}
