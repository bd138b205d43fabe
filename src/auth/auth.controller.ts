import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { OperatorTokens } from '../credentials/operator-tokens.js';
import { ApiProblems, ApiSuccess } from '../problems/api-answers.js';
import { Problem } from '../problems/problem.js';
import { type Success, success } from '../problems/success.js';
import { Access } from './access.js';
import type { Caller } from './caller.js';
import { OperatorLoginDto } from './operator-login.dto.js';
import { OperatorLoginService } from './operator-login.service.js';
import { Partners } from './partners.js';
import { LoginAnswer, SessionAnswer } from './session.answer.js';
import { clearSessionCookie, setSessionCookie } from './session.cookie.js';
import type { SessionView } from './session.view.js';
import { Sessions } from './sessions.js';

@ApiTags('auth')
@Controller('v1/auth')
export class AuthController {
  constructor(
    private readonly login: OperatorLoginService,
    private readonly partners: Partners,
    private readonly sessions: Sessions,
    private readonly operatorTokens: OperatorTokens,
    private readonly settings: Settings,
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
  ): Promise<Success<SessionView & { sessionToken?: string }>> {
    const partner = this.partners.ofLogin(named, request.headers.origin);
    request.record.partner = partner.id;
    const { handle, session } = await this.login.logIn(partner, { email, password });
    const view = await this.view({ ...session, partner });
    if (transport === 'token') return success({ ...view, sessionToken: handle });
    setSessionCookie(reply, handle, this.settings.sessions.absoluteSeconds);
    return success(view);
  }

  @Get('session')
  @Access({ route: 'auth.session', callers: ['operator', 'cardholder'] })
  @ApiOperation({
    operationId: 'getSession',
    summary: 'Who is logged in, for how long, and how its upstream tokens are',
  })
  @ApiSuccess(SessionAnswer)
  async session(@Req() request: FastifyRequest): Promise<Success<SessionView>> {
    return success(await this.view(callerOf(request)));
  }

  @Delete('session')
  @Access({ route: 'auth.logout', callers: ['operator', 'cardholder'] })
  @ApiOperation({ operationId: 'deleteSession', summary: 'Log out, on every replica' })
  @ApiSuccess()
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true }> {
    const { recordId, sessionId } = callerOf(request);
    await this.sessions.end(recordId, sessionId);
    clearSessionCookie(reply);
    return { success: true };
  }

  private async view(caller: Pick<Caller, 'sessionId' | 'partner' | 'user' | 'endsAt'>): Promise<SessionView> {
    const { cmsUserId, email, name } = caller.user;
    const absolute = Math.max(0, Math.floor((caller.endsAt - Date.now()) / 1000));
    return {
      caller: 'operator',
      partner: caller.partner.id,
      user: { id: cmsUserId, email, name },
      secondsLeft: { idle: Math.min(this.settings.sessions.idleSeconds, absolute), absolute },
      credentials: { cms: await this.operatorTokens.state(caller.sessionId) },
      stepUpSecondsLeft: 0,
    };
  }
}

function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new Problem('authentication_required');
  return caller;
}
