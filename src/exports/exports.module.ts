import { Module } from '@nestjs/common';
import { ForwardingModule } from '../forwarding/forwarding.module.js';
import { ExportController } from './export.controller.js';
import { Exporter } from './exporter.js';
import { OpenExports } from './open-exports.js';

@Module({ imports: [ForwardingModule], controllers: [ExportController], providers: [Exporter, OpenExports] })
export class ExportsModule {}
