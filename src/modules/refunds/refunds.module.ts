import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { refundRoutes } from './refunds.routes.js';

@Module({ imports: [RouteTableModule.for('refunds', refundRoutes)] })
export class RefundsModule {}
