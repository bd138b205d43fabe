import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import type { Settings } from './config/settings.js';
import { type ContractReport, contractReports } from './contracts/differences/report.js';
import { Contracts } from './contracts/contracts.js';

/**
 * What the gateway would say of its contract files. A preview knows all controllers and creates none of them: nothing is
 * connected and nothing listens.
 *
 * @throws SettingsError for contract files that are not fit to be served
 */
export async function previewContracts(settings: Settings): Promise<ContractReport[]> {
  const app = await NestFactory.create(AppModule.forRoot(settings), new FastifyAdapter(), {
    preview: true,
    logger: false,
  });
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
  return contractReports(app.get(Contracts), document);
}
