import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { leadRoutes } from './leads.routes.js';

@Module({ imports: [RouteTableModule.for('leads', leadRoutes)] })
export class LeadsModule {}
