import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { planRoutes } from './plans.routes.js';

@Module({ imports: [RouteTableModule.for('plans', planRoutes)] })
export class PlansModule {}
