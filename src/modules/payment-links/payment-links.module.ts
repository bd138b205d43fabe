import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { paymentLinkRoutes } from './payment-links.routes.js';

@Module({ imports: [RouteTableModule.for('payment-links', paymentLinkRoutes)] })
export class PaymentLinksModule {}
