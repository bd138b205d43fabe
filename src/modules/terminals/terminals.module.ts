import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { terminalRoutes } from './terminals.routes.js';

@Module({ imports: [RouteTableModule.for('terminals', terminalRoutes)] })
export class TerminalsModule {}
