import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access } from '../../auth/callers/access.js';
import { Settings } from '../../config/settings.js';

const DOCUMENTATION = { documentation: '/docs', openapi: '/openapi.json' };

@ApiExcludeController()
@Controller()
export class IndexController {
  constructor(private readonly settings: Settings) {}

  /** Load balancers look here for a 200 where nobody told them another path, and people for a way in. */
  @Get()
  @Access({ route: 'docs.index', callers: 'anyone' })
  index(): object {
    return { status: 'ok', ...(this.settings.docs.enabled && DOCUMENTATION), health: '/health' };
  }
}
