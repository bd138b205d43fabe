import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '../../auth/callers/access.js';
import { sessionCallerOf } from '../../auth/callers/caller.js';
import { SessionViews } from '../../auth/sessions/session-views.js';
import { SESSION_KINDS } from '../../common/caller-kinds.js';
import { ApiSuccess } from '../../problems/api-answers.js';
import { Problem } from '../../problems/problem.js';
import { type Success, success } from '../../problems/success.js';
import { OwnSessionAnswer } from './operation-right.js';
import { OwnOperations } from './own-operations.js';

@ApiTags('auth')
@Controller('v1/auth')
export class SessionController {
  constructor(
    private readonly views: SessionViews,
    private readonly operations: OwnOperations,
  ) {}

  @Get('session')
  @Access({ route: 'auth.session', callers: SESSION_KINDS })
  @ApiOperation({
    operationId: 'getSession',
    summary: 'Who is logged in, for how long, how its upstream tokens are, and what it may do',
  })
  @ApiQuery({
    name: 'operations',
    required: false,
    description: 'Ids of operations (`x-operation`) with commas; all by default',
    schema: { type: 'string', example: 'cards.createStatement' },
  })
  @ApiHeader({
    name: 'X-Cms-Partner',
    required: false,
    description: 'Of an operator: the CMS partner in which his permissions are told',
    schema: { type: 'string', example: 'partner-demo' },
  })
  @ApiSuccess(OwnSessionAnswer)
  async session(
    @Req() request: FastifyRequest,
    @Query('operations') named: unknown,
  ): Promise<Success<OwnSessionAnswer>> {
    const caller = sessionCallerOf(request);
    if (named !== undefined && typeof named !== 'string') {
      const errors = [{ code: 'query', field: 'operations', message: 'operations must be sent only once' }];
      throw new Problem('validation_failed', { errors });
    }
    const [view, operations] = await Promise.all([
      this.views.of(caller, caller.partner),
      this.operations.of(caller, request.headers, named),
    ]);
    return success({ ...view, operations });
  }
}
