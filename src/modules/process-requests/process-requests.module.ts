import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { processRequestRoutes } from './process-requests.routes.js';

@Module({ imports: [RouteTableModule.for('process-requests', processRequestRoutes)] })
export class ProcessRequestsModule {}
