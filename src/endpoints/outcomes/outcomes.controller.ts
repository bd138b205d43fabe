import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '../../auth/callers/access.js';
import { callerKey, otpCallerOf } from '../../auth/callers/caller.js';
import { SESSION_KINDS } from '../../common/caller-kinds.js';
import { Settings } from '../../config/settings.js';
import { OutcomeStore } from '../../idempotency/outcome-store.js';
import { RouteRegistry } from '../../policy/route.registry.js';
import { ApiProblems, ApiSuccess } from '../../problems/api-answers.js';
import { Problem } from '../../problems/problem.js';
import { type Success, success } from '../../problems/success.js';
import { OutcomeAnswer, outcomeAnswer } from './outcome.view.js';

/** What became of a call with a key: for the same user or client, whatever session or token it was made with. */
@ApiTags('outcomes')
@Controller('v1/outcomes')
export class OutcomesController {
  constructor(
    private readonly outcomes: OutcomeStore,
    private readonly registry: RouteRegistry,
    private readonly settings: Settings,
  ) {}

  @Get(':key')
  @Access({ route: 'outcomes.get', callers: [...SESSION_KINDS, 'service'] })
  @ApiOperation({ operationId: 'getOutcome', summary: 'What became of a call that you made with an `Idempotency-Key`' })
  @ApiParam({
    name: 'key',
    example: 'story-payment-1',
    description: 'The `Idempotency-Key` of the call, without quotes',
  })
  @ApiQuery({
    name: 'route',
    required: false,
    type: String,
    description:
      'Id of the operation, where the key was used for several; else the newest call whose end is not known, or the newest',
  })
  @ApiSuccess(OutcomeAnswer)
  @ApiProblems(404)
  async get(
    @Param('key') key: string,
    @Query('route') route: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<Success<OutcomeAnswer>> {
    const calls = await this.outcomes.read(this.outcomes.keyOf(callerKey(otpCallerOf(request)), key));
    const asked = calls.filter(({ place }) => route === undefined || place.route === route);
    // Who comes from a lost answer names no operation: another call with his key, done meanwhile, must not stand for it.
    const known = asked.find(({ outcome }) => outcome === undefined) ?? asked[0];
    if (known === undefined)
      throw new Problem('not_found', { detail: 'You have made no call with this key in 24 hours.' });
    const prepared = this.registry.find(known.place.route);
    return success(outcomeAnswer(key, known, prepared, this.settings.idempotency.evidenceSeconds * 1000));
  }
}
