import { Body, Controller, Delete, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_KINDS } from '../common/caller-kinds.js';
import type { PartnerSettings } from '../config/partner.settings.js';
import { auditContextOf, AuditLog } from '../observability/audit.log.js';
import { ApiProblems, ApiSuccess } from '../problems/api-answers.js';
import { type Success, success } from '../problems/success.js';
import { Access } from './callers/access.js';
import { hasSession, otpCallerOf, sessionCallerOf } from './callers/caller.js';
import { CardholderLoginDto } from './logins/cardholder-login.dto.js';
import { CardholderLoginService } from './logins/cardholder-login.service.js';
import { OperatorLoginDto } from './logins/operator-login.dto.js';
import { OperatorLoginService } from './logins/operator-login.service.js';
import { VerifyOtpDto } from './step-up/otp.dto.js';
import { SessionCallers } from './callers/session-callers.js';
import { Partners } from './callers/partners.js';
import { auditFactsOf } from './sessions/audit-facts.js';
import { LoginAnswer } from './sessions/session.answer.js';
import { clearSessionCookie, sessionCookieOf, setSessionCookie } from './sessions/cookie.js';
import type { SessionTransport } from './sessions/session-record.js';
import { SessionViews } from './sessions/session-views.js';
import type { SessionView } from './sessions/session.view.js';
import { type OpenedSession, Sessions } from './sessions/sessions.js';
import { StepUpService } from './step-up/step-up.service.js';
import type { LoginRequest } from './logins/user-login.service.js';

type LoginView = Success<SessionView & { sessionToken?: string }>;

@ApiTags('auth')
@Controller('v1/auth')
export class AuthController {
  constructor(
    private readonly operators: OperatorLoginService,
    private readonly cardholders: CardholderLoginService,
    private readonly partners: Partners,
    private readonly sessions: Sessions,
    private readonly callers: SessionCallers,
    private readonly stepUp: StepUpService,
    private readonly audit: AuditLog,
    private readonly views: SessionViews,
  ) {}

  @Post('operator/login')
  @HttpCode(200)
  @Access({ route: 'auth.operatorLogin', callers: 'anyone' })
  @ApiOperation({ operationId: 'operatorLogin', summary: 'Log in as a CMS user' })
  @ApiSuccess(LoginAnswer)
  @ApiProblems(502, 504)
  async operatorLogin(
    @Body() { email, password, partner: named, transport = 'cookie' }: OperatorLoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView> {
    const partner = this.partnerOf(request, named);
    const login = loginRequestOf(request, { partner, transport });
    const opened = await this.operators.logIn(login, { email, password });
    await this.endFormer(request);
    return this.hand(opened, { partner, transport, reply });
  }

  @Post('cardholder/login')
  @HttpCode(200)
  @Access({ route: 'auth.cardholderLogin', callers: 'anyone' })
  @ApiOperation({ operationId: 'cardholderLogin', summary: 'Log in as a wallet user' })
  @ApiSuccess(LoginAnswer)
  @ApiProblems(502, 504)
  async cardholderLogin(
    @Body() { username, password, partner: named, transport = 'cookie' }: CardholderLoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView> {
    const partner = this.partnerOf(request, named);
    const login = loginRequestOf(request, { partner, transport });
    const opened = await this.cardholders.logIn(login, { username, password });
    await this.endFormer(request);
    return this.hand(opened, { partner, transport, reply });
  }

  @Delete('session')
  @Access({ route: 'auth.logout', callers: SESSION_KINDS })
  @ApiOperation({ operationId: 'deleteSession', summary: 'Log out, on every replica' })
  @ApiSuccess()
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true }> {
    const caller = sessionCallerOf(request);
    await this.sessions.end({ ...caller, partnerId: caller.partner.id });
    this.audit.write('logout', auditFactsOf(caller, auditContextOf(request)));
    clearSessionCookie(reply);
    return { success: true };
  }

  @Post('otp')
  @HttpCode(200)
  @Access({ route: 'auth.requestOtp', callers: [...SESSION_KINDS, 'service'] })
  @ApiOperation({
    operationId: 'requestOtp',
    summary: "Have Migo send the user, or a service's CMS user, a one-time code",
  })
  @ApiSuccess()
  @ApiProblems(502, 504)
  async requestOtp(@Req() request: FastifyRequest): Promise<{ success: true }> {
    await this.stepUp.request(otpCallerOf(request));
    return { success: true };
  }

  @Put('otp')
  @Access({ route: 'auth.verifyOtp', callers: [...SESSION_KINDS, 'service'] })
  @ApiOperation({
    operationId: 'verifyOtp',
    summary: 'Verify the code: opens the step-up window, and gives a new handle for this one',
    description: 'A service has no handle: its token at the CMS is elevated, and the answer has no `data`.',
  })
  @ApiSuccess(LoginAnswer, { hasAlwaysData: false })
  @ApiProblems(502, 504)
  async verifyOtp(
    @Body() { otp }: VerifyOtpDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView | { success: true }> {
    const caller = otpCallerOf(request);
    const opened = await this.stepUp.verify(caller, { otp, context: auditContextOf(request) });
    if (opened === undefined || !hasSession(caller)) return { success: true };
    const { partner, presentedAs: transport } = caller;
    return this.hand(opened, { partner, transport, reply });
  }

  private partnerOf(request: FastifyRequest, named: string | undefined): PartnerSettings {
    const partner = this.partners.ofLogin(named, request.headers.origin);
    request.record.partner = partner.id;
    return partner;
  }

  /** A browser has one session: that of the cookie which it had before the login ends. */
  private async endFormer(request: FastifyRequest): Promise<void> {
    const former = sessionCookieOf(request);
    const caller = former === undefined ? undefined : await this.callers.of(former, 'cookie');
    if (caller === undefined) return;
    await this.sessions.end({ ...caller, partnerId: caller.partner.id });
    this.audit.write('logout', auditFactsOf(caller, auditContextOf(request)));
  }

  /** Hands a new session over the way the client wants it. */
  private async hand({ handle, session }: OpenedSession, { partner, transport, reply }: Handover): Promise<LoginView> {
    const view = await this.views.of(session, partner);
    if (transport === 'token') return success({ ...view, sessionToken: handle });
    setSessionCookie(reply, handle, this.sessions.limitsOf(session.kind).absoluteSeconds);
    return success(view);
  }
}

function loginRequestOf(request: FastifyRequest, login: Pick<LoginRequest, 'partner' | 'transport'>): LoginRequest {
  return { ...login, context: auditContextOf(request), startedAt: request.record.startedAt };
}

interface Handover {
  partner: PartnerSettings;
  transport: SessionTransport;
  reply: FastifyReply;
}
