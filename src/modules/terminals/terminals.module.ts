import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { terminalRoutes } from './terminals.routes.js';

@Module({ imports: [RouteTableModule.for('terminals', terminalRoutes)] })
export class TerminalsModule {}
