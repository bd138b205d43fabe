import { Controller, Get, Module } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../auth/access.js';

@ApiTags('health')
@Controller('health')
class HealthController {
  @Get()
  @Access({ route: 'health', callers: 'anyone' })
  @ApiOperation({ operationId: 'getHealth', summary: 'Up or not; details are on the admin port', security: [] })
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }
}

@Module({ controllers: [HealthController] })
export class HealthModule {}
