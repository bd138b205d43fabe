import { Controller, Get, Module } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access } from '../../auth/callers/access.js';
import { AuthModule } from '../../auth/auth.module.js';
import { UPSTREAM_STATES, type UpstreamState } from '../../clients/transport/upstream-health.js';
import type { UpstreamName } from '../../config/sections/upstream.settings.js';
import { ApiSuccess } from '../../problems/api-answers.js';
import { type Success, success } from '../../problems/success.js';
import { UpstreamMetrics } from './upstream-metrics.js';
import { UpstreamProbes } from './upstream-probes.js';
import { UpstreamStatus } from './upstream-status.js';

const STATE = { enum: UPSTREAM_STATES, example: 'up' };

class UpstreamStates implements Partial<Record<UpstreamName, UpstreamState>> {
  @ApiPropertyOptional(STATE)
  wallet?: UpstreamState;

  @ApiPropertyOptional(STATE)
  middleware?: UpstreamState;

  @ApiPropertyOptional(STATE)
  cms?: UpstreamState;

  @ApiPropertyOptional(STATE)
  payments?: UpstreamState;
}

class StatusAnswer {
  @ApiProperty({
    description:
      'By upstream of this gateway. `degraded`: it answers, but some of the recent calls failed or were slow. `unknown`: nobody has called it lately.',
  })
  upstreams: UpstreamStates;
}

@ApiTags('status')
@Controller('v1/status')
class StatusController {
  constructor(private readonly status: UpstreamStatus) {}

  @Get()
  @Access({ route: 'status', callers: ['operator', 'cardholder', 'service'] })
  @ApiOperation({ operationId: 'getStatus', summary: 'How each of the Migo APIs is, as this gateway finds it' })
  @ApiSuccess(StatusAnswer)
  async read(): Promise<Success<StatusAnswer>> {
    return success({ upstreams: await this.status.states() });
  }
}

@Module({
  imports: [AuthModule],
  controllers: [StatusController],
  providers: [UpstreamMetrics, UpstreamProbes, UpstreamStatus],
})
export class StatusModule {}
