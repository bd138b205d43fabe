import { Body, Controller, Delete, HttpCode, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_KINDS } from '../common/caller-kinds.js';
import { BodyGuard } from '../edge/body/body.guard.js';
import { auditContextOf, AuditLog } from '../observability/audit.log.js';
import { ApiProblems, ApiSuccess } from '../problems/api-answers.js';
import { Access } from './callers/access.js';
import { hasSession, otpCallerOf, sessionCallerOf } from './callers/caller.js';
import { auditFactsOf } from './sessions/audit-facts.js';
import { clearSessionCookie } from './sessions/cookie.js';
import { SessionDirectory } from './sessions/directory.js';
import { type HandedSession, SessionHandover } from './sessions/session-handover.js';
import { SteppedUpAnswer } from './sessions/session.answer.js';
import { VerifyOtpDto } from './step-up/otp.dto.js';
import { StepUpService } from './step-up/step-up.service.js';

@ApiTags('auth')
@Controller('v1/auth')
@UseGuards(BodyGuard)
export class AuthController {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly handover: SessionHandover,
    private readonly stepUp: StepUpService,
    private readonly audit: AuditLog,
  ) {}

  @Delete('session')
  @Access({ route: 'auth.logout', callers: SESSION_KINDS })
  @ApiOperation({ operationId: 'deleteSession', summary: 'Log out, on every replica' })
  @ApiSuccess()
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true }> {
    const caller = sessionCallerOf(request);
    await this.directory.end({ ...caller, partnerId: caller.partner.id });
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
  @ApiSuccess(SteppedUpAnswer, { hasAlwaysData: false })
  @ApiProblems(502, 504)
  async verifyOtp(
    @Body() { otp }: VerifyOtpDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HandedSession | { success: true }> {
    const caller = otpCallerOf(request);
    const opened = await this.stepUp.verify(caller, { otp, context: auditContextOf(request) });
    if (opened === undefined || !hasSession(caller)) return { success: true };
    const { partner, presentedAs: transport } = caller;
    return this.handover.hand(opened, { partner, transport, reply });
  }
}
