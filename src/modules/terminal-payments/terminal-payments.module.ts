import { Module } from '@nestjs/common';
import { RouteTableModule } from '../../forwarding/forwarding.module.js';
import { terminalPaymentRoutes } from './terminal-payments.routes.js';

@Module({ imports: [RouteTableModule.for('terminal-payments', terminalPaymentRoutes)] })
export class TerminalPaymentsModule {}
