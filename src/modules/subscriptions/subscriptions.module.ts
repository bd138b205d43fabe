import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { subscriptionRoutes } from './subscriptions.routes.js';

@Module({ imports: [RouteTableModule.for('subscriptions', subscriptionRoutes)] })
export class SubscriptionsModule {}
