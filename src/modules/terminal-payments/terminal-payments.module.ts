import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../routing/routing.module.js';
import { terminalPaymentRoutes } from './terminal-payments.routes.js';

@Module({ imports: [RouteTableModule.for('terminal-payments', terminalPaymentRoutes)] })
export class TerminalPaymentsModule {}
