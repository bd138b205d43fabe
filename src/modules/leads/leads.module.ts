import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { leadRoutes } from './leads.routes.js';

@Module({ imports: [RouteTableModule.for('leads', leadRoutes)] })
export class LeadsModule {}
