import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { configRoutes } from './configs.routes.js';

@Module({ imports: [RouteTableModule.for('configs', configRoutes)] })
export class ConfigsModule {}
