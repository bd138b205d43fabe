import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { paymentLinkRoutes } from './payment-links.routes.js';

@Module({ imports: [RouteTableModule.for('payment-links', paymentLinkRoutes)] })
export class PaymentLinksModule {}
