import { Controller, Delete, Get, Param, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_KINDS } from '../../common/caller-kinds.js';
import { BodyGuard } from '../../edge/body/body.guard.js';
import { auditContextOf, AuditLog } from '../../observability/audit.log.js';
import { ApiProblems, ApiSuccess } from '../../problems/api-answers.js';
import { Problem } from '../../problems/problem.js';
import { type Success, success } from '../../problems/success.js';
import { Access } from '../callers/access.js';
import { sessionCallerOf } from '../callers/caller.js';
import { auditFactsOf } from './audit-facts.js';
import { clearSessionCookie } from './cookie.js';
import { SessionDirectory } from './directory.js';
import { sessionEntry } from './session-entry.js';
import { SessionsAnswer } from './own-sessions.answer.js';
import { Sessions } from './sessions.js';

/** Where else one is logged in, and an end to it. */
@ApiTags('auth')
@Controller('v1/auth/sessions')
@UseGuards(BodyGuard)
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly directory: SessionDirectory,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Access({ route: 'auth.sessions', callers: SESSION_KINDS })
  @ApiOperation({ operationId: 'listSessions', summary: 'Your own sessions, of this gateway' })
  @ApiSuccess(SessionsAnswer)
  async list(@Req() request: FastifyRequest): Promise<Success<SessionsAnswer>> {
    const caller = sessionCallerOf(request);
    const own = await this.directory.ofUser({ ...caller, partnerId: caller.partner.id });
    const entries = own
      .filter(({ retired }) => retired !== true)
      .map(async (session) => ({
        ...(await sessionEntry(session, this.sessions)),
        current: session.sessionId === caller.sessionId,
      }));
    return success({ sessions: await Promise.all(entries) });
  }

  @Delete()
  @Access({ route: 'auth.endSessions', callers: SESSION_KINDS })
  @ApiOperation({ operationId: 'endSessions', summary: 'Log out everywhere: end all of your own sessions' })
  @ApiSuccess()
  async endAll(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true }> {
    const caller = sessionCallerOf(request);
    const owner = { ...caller, partnerId: caller.partner.id };
    const others = await this.directory.endAll(() => this.directory.ofUser(owner));
    // The caller's own one ends also where no index names it any more.
    await this.sessions.end(owner);
    clearSessionCookie(reply);
    const context = auditContextOf(request);
    for (const sessionId of new Set([...others, caller.sessionId])) {
      const isCurrent = sessionId === caller.sessionId;
      this.audit.write(isCurrent ? 'logout' : 'session_ended', auditFactsOf({ ...caller, sessionId }, context));
    }
    return { success: true };
  }

  @Delete(':sessionId')
  @Access({ route: 'auth.endSession', callers: SESSION_KINDS })
  @ApiOperation({ operationId: 'endSession', summary: 'End one of your own sessions, on every replica' })
  @ApiSuccess()
  @ApiProblems(404)
  async end(
    @Param('sessionId') sessionId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true }> {
    const caller = sessionCallerOf(request);
    const owner = { ...caller, partnerId: caller.partner.id };
    const ended = await this.directory.endAll(async () =>
      (await this.directory.ofUser(owner)).filter((session) => session.sessionId === sessionId),
    );
    if (ended.length === 0) throw new Problem('session_not_found');
    const isCurrent = sessionId === caller.sessionId;
    if (isCurrent) clearSessionCookie(reply);
    const facts = auditFactsOf({ ...caller, sessionId }, auditContextOf(request));
    this.audit.write(isCurrent ? 'logout' : 'session_ended', facts);
    return { success: true };
  }
}
