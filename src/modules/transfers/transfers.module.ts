import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { transferRoutes } from './transfers.routes.js';

@Module({ imports: [RouteTableModule.for('transfers', transferRoutes)] })
export class TransfersModule {}
