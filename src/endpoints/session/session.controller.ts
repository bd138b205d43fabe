import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '../../auth/callers/access.js';
import { type Caller, hasSession } from '../../auth/callers/caller.js';
import { SessionViews } from '../../auth/sessions/session-views.js';
import { CALLER_KINDS } from '../../common/caller-kinds.js';
import { ApiSuccess } from '../../problems/api-answers.js';
import { Problem } from '../../problems/problem.js';
import { type Success, success } from '../../problems/success.js';
import { OwnRightsAnswer, OwnSessionAnswer } from './operation-right.js';
import { OwnOperations } from './own-operations.js';

@ApiTags('auth')
@Controller('v1/auth')
export class SessionController {
  constructor(
    private readonly views: SessionViews,
    private readonly operations: OwnOperations,
  ) {}

  @Get('session')
  @Access({ route: 'auth.session', callers: CALLER_KINDS })
  @ApiOperation({
    operationId: 'getSession',
    summary: 'Who is calling, for how long, how its upstream tokens are, and what it may do',
    description:
      'Without a login: with `operations` only, so that a page still learns by 401 that nobody is logged in.',
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
  @ApiSuccess([OwnSessionAnswer, OwnRightsAnswer])
  async session(
    @Req() request: FastifyRequest,
    @Query('operations') named: unknown,
  ): Promise<Success<OwnSessionAnswer | OwnRightsAnswer>> {
    const { caller, headers } = request;
    if (caller === undefined || (caller.kind === 'public' && named === undefined))
      throw new Problem('authentication_required');
    if (named !== undefined && typeof named !== 'string') {
      const errors = [{ code: 'query', field: 'operations', message: 'operations must be sent only once' }];
      throw new Problem('validation_failed', { errors });
    }
    const [view, operations] = await Promise.all([
      this.viewOf(caller),
      this.operations.of(caller, headers, named === '' ? undefined : named),
    ]);
    return success({ ...view, operations });
  }

  private async viewOf(
    caller: Caller,
  ): Promise<Omit<OwnSessionAnswer, 'operations'> | Omit<OwnRightsAnswer, 'operations'>> {
    if (hasSession(caller)) return this.views.of(caller, caller.partner);
    const partner = caller.partner.id;
    return caller.kind === 'service'
      ? { caller: caller.kind, partner, client: caller.clientId }
      : { caller: caller.kind, partner };
  }
}
