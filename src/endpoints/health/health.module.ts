import { Controller, Get, Module } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access } from '../../auth/callers/access.js';

class HealthAnswer {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

@ApiTags('health')
@Controller('health')
class HealthController {
  @Get()
  @Access({ route: 'health', callers: 'anyone' })
  @ApiOperation({ operationId: 'getHealth', summary: 'Up or not; details are on the admin port' })
  @ApiOkResponse({ type: HealthAnswer, description: 'Up' })
  health(): HealthAnswer {
    return { status: 'ok' };
  }
}

@Module({ controllers: [HealthController] })
export class HealthModule {}
