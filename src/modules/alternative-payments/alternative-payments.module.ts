import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { alternativePaymentRoutes } from './alternative-payments.routes.js';

@Module({ imports: [RouteTableModule.for('alternative-payments', alternativePaymentRoutes)] })
export class AlternativePaymentsModule {}
