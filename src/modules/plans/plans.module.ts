import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { planRoutes } from './plans.routes.js';

@Module({ imports: [RouteTableModule.for('plans', planRoutes)] })
export class PlansModule {}
