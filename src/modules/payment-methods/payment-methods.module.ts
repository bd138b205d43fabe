import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { paymentMethodRoutes } from './payment-methods.routes.js';

@Module({ imports: [RouteTableModule.for('payment-methods', paymentMethodRoutes)] })
export class PaymentMethodsModule {}
