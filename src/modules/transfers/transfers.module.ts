import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { transferRoutes } from './transfers.routes.js';

@Module({ imports: [RouteTableModule.for('transfers', transferRoutes)] })
export class TransfersModule {}
