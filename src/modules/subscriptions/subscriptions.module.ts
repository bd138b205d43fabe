import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { subscriptionRoutes } from './subscriptions.routes.js';

@Module({ imports: [RouteTableModule.for('subscriptions', subscriptionRoutes)] })
export class SubscriptionsModule {}
