import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { alternativePaymentRoutes } from './alternative-payments.routes.js';

@Module({ imports: [RouteTableModule.for('alternative-payments', alternativePaymentRoutes)] })
export class AlternativePaymentsModule {}
