// `npm run contracts`: every difference between the contract files and the route table. Exit code 0: none, 1: some,
// 2: a file or a setting is not fit to be used.
import './supported-node.js';
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { SettingsError } from './config/settings.error.js';
import { loadSettings } from './config/settings.loader.js';
import { type ContractReport, contractReports } from './routing/contracts/contract.report.js';
import { Contracts } from './routing/contracts/contracts.js';

const EXIT_DIFFERENCES = 1;
const EXIT_UNFIT = 2;

try {
  const settings = loadSettings({ env: process.env, directory: fileURLToPath(new URL('../config', import.meta.url)) });
  // A preview knows all controllers and creates none of them: nothing is connected and nothing listens.
  const app = await NestFactory.create(AppModule.forRoot(settings), new FastifyAdapter(), {
    preview: true,
    logger: false,
  });
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
  const reports = contractReports(app.get(Contracts), document);
  for (const report of reports) print(report);
  if (reports.length === 0) console.log(`no contract files in ${settings.contracts.directory}`);
  if (reports.some(({ differences }) => differences.length > 0)) process.exitCode = EXIT_DIFFERENCES;
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_UNFIT;
}

function print({ upstream, differences, served, ungranted, unfit }: ContractReport): void {
  const lists = { differences, imported: served, 'granted to nobody': ungranted, 'cannot be imported': unfit };
  console.log(
    `${upstream}.json: ${Object.entries(lists)
      .map(([what, lines]) => `${lines.length} ${what}`)
      .join(', ')}`,
  );
  for (const line of Object.values(lists).flat()) console.log(`  ${line}`);
}
