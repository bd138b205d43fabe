import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { refundRoutes } from './refunds.routes.js';

@Module({ imports: [RouteTableModule.for('refunds', refundRoutes)] })
export class RefundsModule {}
