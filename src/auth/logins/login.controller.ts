import { Body, Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BodyGuard } from '../../edge/body/body.guard.js';
import { auditContextOf, AuditLog } from '../../observability/audit.log.js';
import { ApiProblems, ApiSuccess } from '../../problems/api-answers.js';
import { type Success, success } from '../../problems/success.js';
import { Access } from '../callers/access.js';
import { Partners } from '../callers/partners.js';
import { SessionCallers } from '../callers/session-callers.js';
import { auditFactsOf } from '../sessions/audit-facts.js';
import { deviceCookieOf, sessionCookieOf, setDeviceCookie } from '../sessions/cookie.js';
import { SessionDirectory } from '../sessions/directory.js';
import { type HandedSession, SessionHandover } from '../sessions/session-handover.js';
import { LoginAnswer } from '../sessions/session.answer.js';
import { CardholderLoginDto } from './cardholder-login.dto.js';
import { CardholderLoginService } from './cardholder-login.service.js';
import { DEVICE_SECONDS, joinTokens, tokensIn } from './known-devices.js';
import type { LoginOptions } from './login-options.dto.js';
import { OperatorLoginDto } from './operator-login.dto.js';
import { OperatorLoginService } from './operator-login.service.js';
import type { LoggedIn, LoginRequest } from './user-login.service.js';
import { ifUnavailable } from '../../storage/key-value-store.js';

type LoginView = Success<HandedSession['data'] & { deviceToken?: string }>;

@ApiTags('auth')
@Controller('v1/auth')
@UseGuards(BodyGuard)
export class LoginController {
  constructor(
    private readonly operators: OperatorLoginService,
    private readonly cardholders: CardholderLoginService,
    private readonly partners: Partners,
    private readonly directory: SessionDirectory,
    private readonly callers: SessionCallers,
    private readonly handover: SessionHandover,
    private readonly audit: AuditLog,
  ) {}

  @Post('operator/login')
  @HttpCode(200)
  @Access({ route: 'auth.operatorLogin', callers: 'anyone' })
  @ApiOperation({ operationId: 'operatorLogin', summary: 'Log in as a CMS user' })
  @ApiSuccess(LoginAnswer)
  @ApiProblems(502, 504)
  async operatorLogin(
    @Body() { email, password, ...options }: OperatorLoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView> {
    const login = this.loginOf(request, options);
    return this.finish(await this.operators.logIn(login, { email, password }), { login, request, reply });
  }

  @Post('cardholder/login')
  @HttpCode(200)
  @Access({ route: 'auth.cardholderLogin', callers: 'anyone' })
  @ApiOperation({ operationId: 'cardholderLogin', summary: 'Log in as a wallet user' })
  @ApiSuccess(LoginAnswer)
  @ApiProblems(502, 504)
  async cardholderLogin(
    @Body() { username, password, ...options }: CardholderLoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView> {
    const login = this.loginOf(request, options);
    return this.finish(await this.cardholders.logIn(login, { username, password }), { login, request, reply });
  }

  private loginOf(request: FastifyRequest, options: LoginOptions): LoginRequest {
    const { partner: named, transport = 'cookie', deviceToken } = options;
    const partner = this.partners.ofLogin(named, request.headers.origin);
    request.record.partner = partner.id;
    const deviceTokens = deviceToken === undefined ? tokensIn(deviceCookieOf(request) ?? '') : [deviceToken];
    const { startedAt } = request.record;
    return { partner, transport, context: auditContextOf(request), startedAt, deviceTokens };
  }

  private async finish(opened: LoggedIn, { login, request, reply }: FinishedLogin): Promise<LoginView> {
    const { partner, transport } = login;
    await this.endFormer(request);
    const handed = this.handover.hand(opened, { partner, transport, reply });
    const { deviceToken, otherDeviceTokens } = opened;
    if (transport === 'token') return success({ ...handed.data, deviceToken });
    setDeviceCookie(reply, joinTokens(deviceToken, otherDeviceTokens), DEVICE_SECONDS);
    return handed;
  }

  /** A browser has one session: that of the cookie which it had before the login ends. */
  private async endFormer(request: FastifyRequest): Promise<void> {
    const former = sessionCookieOf(request);
    // A right login must not be lost for a cookie that cannot be looked up now.
    const looked = former === undefined ? undefined : this.callers.of(former, 'cookie', request.clientAddress);
    const caller = await looked?.catch(() => undefined);
    if (caller === undefined) return;
    await this.directory.end({ ...caller, partnerId: caller.partner.id }).catch(ifUnavailable(undefined));
    this.audit.write('logout', auditFactsOf(caller, auditContextOf(request)));
  }
}

interface FinishedLogin {
  login: LoginRequest;
  request: FastifyRequest;
  reply: FastifyReply;
}
