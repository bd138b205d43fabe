import { type DynamicModule, Module } from '@nestjs/common';
import type { DocsSettings } from '../../config/sections/docs.settings.js';
import { OpenApiDocument } from '../../openapi/openapi-document.js';
import { ContractLog } from './contract.log.js';
import { DocsController } from './docs.controller.js';
import { IndexController } from './index.controller.js';

/** The document is made in any case: contract files are held against it. */
@Module({ providers: [OpenApiDocument, ContractLog], exports: [OpenApiDocument] })
export class DocsModule {
  static for({ enabled }: DocsSettings): DynamicModule {
    return { module: DocsModule, controllers: enabled ? [IndexController, DocsController] : [IndexController] };
  }
}
