import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { paymentMethodRoutes } from './payment-methods.routes.js';

@Module({ imports: [RouteTableModule.for('payment-methods', paymentMethodRoutes)] })
export class PaymentMethodsModule {}
