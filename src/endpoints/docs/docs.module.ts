import { Module } from '@nestjs/common';
import { ContractLog } from './contract.log.js';
import { DocsController } from './docs.controller.js';
import { OpenApiDocument } from '../../openapi/openapi-document.js';

@Module({ controllers: [DocsController], providers: [OpenApiDocument, ContractLog], exports: [OpenApiDocument] })
export class DocsModule {}
