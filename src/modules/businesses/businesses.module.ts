import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { businessRoutes } from './businesses.routes.js';

@Module({ imports: [RouteTableModule.for('businesses', businessRoutes)] })
export class BusinessesModule {}
