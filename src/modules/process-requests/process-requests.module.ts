import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { processRequestRoutes } from './process-requests.routes.js';

@Module({ imports: [RouteTableModule.for('process-requests', processRequestRoutes)] })
export class ProcessRequestsModule {}
