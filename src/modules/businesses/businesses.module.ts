import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { businessRoutes } from './businesses.routes.js';

@Module({ imports: [RouteTableModule.for('businesses', businessRoutes)] })
export class BusinessesModule {}
